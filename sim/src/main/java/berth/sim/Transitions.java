package berth.sim;

import berth.control.ecs.task.model.Task.LastStatus;
import java.util.List;

/// The steps of lastStatus that a task may be seen to take, as `FROM>TO`; the simulator must take each of them, and
/// no other. Reports get lost, so that a task is also seen to skip what lies between.
final class Transitions {
    static final List<String> LEGAL = List.of(
            "PROVISIONING>PENDING",
            "PROVISIONING>RUNNING",
            "PROVISIONING>STOPPING",
            "PROVISIONING>DEPROVISIONING",
            "PROVISIONING>STOPPED",
            "PENDING>ACTIVATING",
            "PENDING>RUNNING",
            "PENDING>STOPPING",
            "PENDING>DEPROVISIONING",
            "PENDING>STOPPED",
            "ACTIVATING>RUNNING",
            "ACTIVATING>DEACTIVATING",
            "ACTIVATING>STOPPED",
            "RUNNING>DEACTIVATING",
            "RUNNING>STOPPING",
            "RUNNING>DEPROVISIONING",
            "RUNNING>STOPPED",
            "DEACTIVATING>STOPPING",
            "DEACTIVATING>DEPROVISIONING",
            "DEACTIVATING>STOPPED",
            "STOPPING>DEPROVISIONING",
            "STOPPING>STOPPED",
            "DEPROVISIONING>STOPPED");

    /// Those that may happen too, but need not: ACTIVATING lasts for one commit, unless a target group is missing.
    static final List<String> RARE =
            List.of("PROVISIONING>ACTIVATING", "ACTIVATING>STOPPING", "ACTIVATING>DEPROVISIONING");

    private Transitions() {}

    static boolean areLegal(LastStatus from, LastStatus to) {
        String step = from + ">" + to;
        return LEGAL.contains(step) || RARE.contains(step);
    }
}
