package berth.control.ecs.service.plan.shift;

import berth.control.ecs.service.model.TrafficShift;

/// How many tasks each revision is to have.
///
/// **Rule.** Green has none before SCALE_UP and the service's count from then on; blue has the service's count
/// until CLEAN_UP and none then. On the way back blue has the service's count, and green what it still has
/// until CLEAN_UP and none then. One that failed without a way back keeps what it has. Everything older has
/// none.
///
/// **Example.** A service of 4 in BAKE_TIME: 4 and 4. In CLEAN_UP: blue 0, green 4. Turned back, with one of
/// green's four tasks dead: blue 4, green 3, for nobody starts a task that is about to go; then, in CLEAN_UP,
/// blue 4, green 0.
public record Wanted(int blue, int green) {

    /// @param desired desiredCount of the service
    /// @param greenLive tasks of green that nobody stops yet
    public static Wanted of(TrafficShift shift, int desired, int greenLive) {
        return switch (shift.end()) {
            case SUCCESSFUL -> new Wanted(0, desired);
            case ROLLED_BACK -> new Wanted(desired, 0);
            case STRANDED -> new Wanted(desired, Math.min(desired, greenLive));
            case UNDECIDED -> shift.goesBack() ? back(shift, desired, greenLive) : forth(shift, desired);
        };
    }

    private static Wanted forth(TrafficShift shift, int desired) {
        return switch (shift.stage()) {
            case RECONCILE_SERVICE, PRE_SCALE_UP -> new Wanted(desired, 0);
            case SCALE_UP,
                    POST_SCALE_UP,
                    TEST_TRAFFIC_SHIFT,
                    POST_TEST_TRAFFIC_SHIFT,
                    PRE_PRODUCTION_TRAFFIC_SHIFT,
                    PRODUCTION_TRAFFIC_SHIFT,
                    POST_PRODUCTION_TRAFFIC_SHIFT,
                    BAKE_TIME -> new Wanted(desired, desired);
            case CLEAN_UP -> new Wanted(0, desired);
        };
    }

    private static Wanted back(TrafficShift shift, int desired, int greenLive) {
        return switch (shift.stage()) {
            case CLEAN_UP -> new Wanted(desired, 0);
            case RECONCILE_SERVICE,
                    PRE_SCALE_UP,
                    SCALE_UP,
                    POST_SCALE_UP,
                    TEST_TRAFFIC_SHIFT,
                    POST_TEST_TRAFFIC_SHIFT,
                    PRE_PRODUCTION_TRAFFIC_SHIFT,
                    PRODUCTION_TRAFFIC_SHIFT,
                    POST_PRODUCTION_TRAFFIC_SHIFT,
                    BAKE_TIME -> new Wanted(desired, Math.min(desired, greenLive));
        };
    }
}
