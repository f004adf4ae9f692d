package berth.control.ecs.service.plan;

import berth.control.store.State;
import java.time.Duration;
import java.util.List;

/// What a deployment asks about the alarms that it was given.
///
/// A name of no alarm is in no state: it neither fails a deployment nor is it refused. ECS: names aren't checked.
public interface AlarmStates {

    /// No alarms at all.
    AlarmStates NONE = new AlarmStates() {
        @Override
        public List<String> inAlarm(State state, List<String> names) {
            return List.of();
        }

        @Override
        public Duration bakeTime(State state, List<String> names) {
            return Duration.ZERO;
        }
    };

    /// Those of `names` that are in state ALARM, in their order.
    List<String> inAlarm(State state, List<String> names);

    /// How long a deployment that is done is still watched: the longest of the alarms' evaluation times (period times
    /// evaluationPeriods), five minutes at most.
    Duration bakeTime(State state, List<String> names);
}
