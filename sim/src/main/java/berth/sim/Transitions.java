package berth.sim;

import java.util.List;

/// The steps of lastStatus that a task may be seen to take, as `FROM>TO`; the simulator must take each of them, and
/// no other. Reports get lost, so that a task is also seen to skip what lies between. ACTIVATING and DEACTIVATING are
/// for load balancers.
final class Transitions {
    static final List<String> LEGAL = List.of(
            "PROVISIONING>PENDING",
            "PROVISIONING>RUNNING",
            "PROVISIONING>STOPPING",
            "PROVISIONING>DEPROVISIONING",
            "PROVISIONING>STOPPED",
            "PENDING>RUNNING",
            "PENDING>STOPPING",
            "PENDING>DEPROVISIONING",
            "PENDING>STOPPED",
            "RUNNING>STOPPING",
            "RUNNING>DEPROVISIONING",
            "RUNNING>STOPPED",
            "STOPPING>DEPROVISIONING",
            "STOPPING>STOPPED",
            "DEPROVISIONING>STOPPED");

    private Transitions() {}
}
