package berth.control.ecs.tag.api;

import berth.control.ecs.tag.TaggedResources;
import berth.control.ecs.tag.TaggedResources.Standing;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `resourceArn` names: the end of the ARN of something of this account that can have tags.
///
/// ECS: of services, tasks and container instances the long ARN, with the cluster.
final class TaggedReference {
    private static final List<String> IN_CLUSTERS = List.of("service", "task", "container-instance", "task-set");
    private static final List<String> ALONE = List.of("cluster", "capacity-provider", "task-definition");

    private TaggedReference() {}

    /// What may be changed.
    ///
    /// @throws berth.kernel.FaultException where there is no such thing, or where it can't have tags now
    static String live(TaggedResources resources, State state, Account account, @Nullable String arn) {
        String resource = existing(resources, state, account, arn);
        Standing standing = resources.standing(state, resource);
        if (standing == Standing.ENDED) {
            throw Fault.invalidParameter(ended(kind(resource))).raise();
        }
        if (standing == Standing.RESERVED) {
            throw Fault.invalidParameter("The specified capacity provider is reserved and cannot be tagged.")
                    .raise();
        }
        return resource;
    }

    /// @throws berth.kernel.FaultException where there is no such thing
    static String existing(TaggedResources resources, State state, Account account, @Nullable String arn) {
        String resource = resource(account, arn);
        if (resources.standing(state, resource) == Standing.MISSING) {
            throw kind(resource).equals("cluster")
                    ? Fault.of("ClusterNotFoundException", "Cluster not found.").raise()
                    : Fault.of(
                                    "ResourceNotFoundException",
                                    "The specified %s could not be found: %s".formatted(said(kind(resource)), arn))
                            .raise();
        }
        return resource;
    }

    private static String resource(Account account, @Nullable String arn) {
        if (arn == null || arn.isEmpty()) {
            throw Fault.invalidParameter("resourceArn cannot be empty.").raise();
        }
        String prefix = account.ecs("cluster", "");
        prefix = prefix.substring(0, prefix.length() - "cluster/".length());
        if (!arn.startsWith(prefix)) {
            throw invalid();
        }
        String resource = arn.substring(prefix.length());
        String kind = kind(resource);
        if (IN_CLUSTERS.contains(kind)) {
            if (resource.indexOf('/', kind.length() + 1) < 0) {
                throw Fault.invalidParameter("Long arn format must be used for tagging operations")
                        .raise();
            }
            return resource;
        }
        boolean good = ALONE.contains(kind) && resource.length() > kind.length() + 1;
        if (!good || kind.equals("task-definition") && !resource.matches("[^:]+:[0-9]{1,9}")) {
            throw invalid();
        }
        return resource;
    }

    private static String kind(String resource) {
        return resource.substring(0, Math.max(0, resource.indexOf('/')));
    }

    private static String said(String kind) {
        return kind.replace('-', ' ');
    }

    private static String ended(String kind) {
        return kind.equals("task")
                ? "The specified task is stopped. Specify a running task and try again."
                : "The specified %s is inactive. Specify an active %s and try again.".formatted(said(kind), said(kind));
    }

    private static RuntimeException invalid() {
        return Fault.invalidParameter("The ARN provided is invalid.").raise();
    }
}
