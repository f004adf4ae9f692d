package berth.agent.docker;

/// The labels by which Berth knows what is its own.
public final class Labels {
    /// On everything: the id of the data directory that it belongs to.
    public static final String INSTALLATION = "berth.installation";

    /// On a pause container: the interface whose namespace it holds.
    public static final String ENI = "berth.eni";

    /// On a network: the VPC that it carries.
    public static final String VPC = "berth.vpc";

    /// On a container: the name of its task's parent cgroup.
    static final String CGROUP = "berth.cgroup";

    /// On a container: names of its task's volumes, separated by spaces, which go with the last that mounts them.
    static final String VOLUMES = "berth.volumes";

    /// On a volume: it is of one task.
    static final String TASK_VOLUME = "berth.task-volume";

    /// On a volume: its size is told by its name and counts to no container.
    static final String MEASURED = "berth.measured";

    /// On a network: it exists for the metadata endpoint's address.
    static final String METADATA = "berth.metadata";

    private Labels() {}
}
