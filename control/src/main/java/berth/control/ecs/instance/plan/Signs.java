package berth.control.ecs.instance.plan;

import berth.control.ecs.cluster.plan.query.Narrowing;

/// What a host is, as 64 bits: one for each cluster that it is in, and one for each value of an attribute there.
///
/// The rule: a host may do only if it has all bits of what is asked for. Two things may have the same bit, hence a host
/// that has them all need not do, and is looked at; one that lacks a bit need not.
///
/// **Example.** `disk == fast` has bit 9, of cluster `bench` bit 40, and `rack == 7` happens to have bit 9 too. Of a
/// subtree in which no host has a fast disk or is in rack 7, the bits of all its hosts together lack bit 9: none of
/// them is looked at. A host in rack 7 with a slow disk is looked at, and refused.
final class Signs {
    static final long NONE = 0;

    private Signs() {}

    static long ofCluster(String cluster) {
        return bit(cluster);
    }

    /// @param value not empty
    static long ofAttribute(String cluster, String name, String value) {
        return bit(cluster + '\n' + name + '\n' + value);
    }

    /// What every container instance of the cluster has that satisfies all the constraints.
    static long of(String cluster, Constraints constraints) {
        long signs = ofCluster(cluster);
        for (Constraints.MemberOf one : constraints.memberOf()) {
            signs |= Narrowing.signs(one.expression(), (name, value) -> ofAttribute(cluster, name, value));
        }
        return signs;
    }

    private static long bit(String key) {
        return 1L << (key.hashCode() * 0x9e3779b97f4a7c15L >>> 58);
    }
}
