package berth.control.ecs.task.plan;

/// The words in which ECS says why something stopped. Clients match on them.
public final class Reasons {
    /// ECS: an essential container exited by itself.
    public static final String ESSENTIAL_EXITED = "Essential container in task exited";
    /// ECS on EC2: the cause is in the container's reason.
    public static final String FAILED_TO_START = "Task failed to start";
    /// ECS: capacity of Fargate Spot was taken back; filters match on its beginning.
    public static final String SPOT_INTERRUPTED = "Your Spot Task was interrupted.";
    /// ECS: StopTask without a reason.
    public static final String STOPPED_BY_USER = "Task stopped by user";
    /// ECS: the agent's words for a container that was killed for its memory.
    public static final String OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage";
    /// ECS: the agent's words for a container that the engine lost.
    public static final String VANISHED = "ContainerVanishedError: No container matching saved ID found";

    /// ECS: DeregisterContainerInstance with force.
    public static final String DEREGISTERED = "Container instance deregistration forced by user";

    /// ECS: `reason` of a container holds at most so many characters; stoppedReason is cut alike.
    static final int LONGEST = 1024;

    private Reasons() {}

    /// ECS: an instance that is gone. Differs from ECS: "terminated" is what a host is held to be after the fencing
    /// time.
    public static String hostLost(String ec2InstanceId) {
        return "Host EC2 (instance " + ec2InstanceId + ") terminated.";
    }

    static String cut(String reason) {
        return reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST);
    }
}
