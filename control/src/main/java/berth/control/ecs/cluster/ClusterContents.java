package berth.control.ecs.cluster;

import berth.control.store.Change;
import berth.control.store.State;
import java.util.List;

/// What is in a cluster. The nouns that know import this package, so the assembly fills it in.
public interface ClusterContents {

    /// How much of everything is in the cluster.
    Counts counts(State state, String cluster);

    /// What still holds the cluster, cheaper than counting.
    Hold hold(State state, String cluster);

    /// The deletion of the cluster's container instances. Asked only where nothing holds the cluster, so that all
    /// of them are idle.
    List<Change> instancesDeleted(State state, String cluster);

    /// Whether a service or a task of the cluster uses this capacity provider.
    boolean uses(State state, String cluster, String capacityProvider);

    /// Why a cluster can't be deleted.
    enum Hold {
        /// A service is ACTIVE, or DRAINING without a task left.
        SERVICES,
        /// A task is not STOPPED.
        TASKS,
        NOTHING
    }

    /// The numbers that DescribeClusters gives.
    ///
    /// @param containerInstances registered, ACTIVE or DRAINING
    /// @param running tasks whose lastStatus is RUNNING
    /// @param pending tasks on their way to RUNNING
    /// @param active services
    /// @param draining services
    record Counts(
            int containerInstances,
            ByLaunchType running,
            ByLaunchType pending,
            ByLaunchType active,
            ByLaunchType draining) {
        public static final Counts NONE =
                new Counts(0, ByLaunchType.NONE, ByLaunchType.NONE, ByLaunchType.NONE, ByLaunchType.NONE);
    }

    /// A number for each launch type.
    record ByLaunchType(int ec2, int fargate, int external) {
        public static final ByLaunchType NONE = new ByLaunchType(0, 0, 0);

        public int total() {
            return ec2 + fargate + external;
        }
    }
}
