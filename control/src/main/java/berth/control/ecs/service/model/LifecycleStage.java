package berth.control.ecs.service.model;

/// The stages of a BLUE_GREEN, LINEAR or CANARY service deployment, in the order in which they are gone
/// through.
///
/// ECS: blue is the service revision that serves, green the one that is deployed.
public enum LifecycleStage {
    /// Only where more than one service revision has tasks: all but one are stopped.
    RECONCILE_SERVICE(true, true),
    /// Green has no task yet.
    PRE_SCALE_UP(true, true),
    /// Green gets as many tasks as the service wants, without traffic.
    SCALE_UP(false, false),
    /// Green is healthy.
    POST_SCALE_UP(true, true),
    /// The test listener rule sends its traffic to green.
    TEST_TRAFFIC_SHIFT(true, false),
    POST_TEST_TRAFFIC_SHIFT(true, true),
    /// Before each traffic step.
    PRE_PRODUCTION_TRAFFIC_SHIFT(true, true),
    /// A traffic step: the production listener rule sends a share, at last all, to green.
    PRODUCTION_TRAFFIC_SHIFT(true, false),
    POST_PRODUCTION_TRAFFIC_SHIFT(true, true),
    /// Both revisions keep all their tasks.
    BAKE_TIME(false, false),
    /// Blue's tasks are stopped; there is no way back any more.
    CLEAN_UP(false, false);

    private final boolean hooked;
    private final boolean pausable;

    LifecycleStage(boolean hooked, boolean pausable) {
        this.hooked = hooked;
        this.pausable = pausable;
    }

    /// Whether lifecycle hooks run in it.
    public boolean hooked() {
        return hooked;
    }

    /// Whether a PAUSE hook may hold it.
    public boolean pausable() {
        return pausable;
    }
}
