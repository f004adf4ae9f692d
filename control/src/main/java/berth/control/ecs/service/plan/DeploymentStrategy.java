package berth.control.ecs.service.plan;

import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.DeploymentConfiguration;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the PRIMARY deployment of a service goes on, by the strategy that it was asked for with.
///
/// A look at an ACTIVE service first counts what ended and hears circuit breaker and alarms; then it asks the strategy
/// for one turn; then it takes the turn: starts and stops tasks, adds the changes and events, and writes down how the
/// deployment stands. All of it is one commit, which wakes the service again. A strategy decides; it does nothing
/// itself, and it keeps what it has to remember in the [ServiceDeployment].
///
/// What holds for every strategy is not its business: failed starts are paced, replaced deployments vanish with their
/// last task, a deployment that failed starts nothing more.
public sealed interface DeploymentStrategy permits RollingStrategy, ShiftingStrategy {

    /// One turn. Also asked when the deployment is COMPLETED: then it keeps the count.
    Turn turn(Scene scene);

    /// The one that the running deployment was asked for with; what the service says now is for the next.
    ///
    /// @param running null for a service from before there were service deployments
    /// @param minute how long a minute of the configuration is; a minute but in tests
    static DeploymentStrategy of(Service service, @Nullable ServiceDeployment running, Duration minute) {
        DeploymentConfiguration asked = running == null ? service.spec().deployment() : running.configuration();
        return switch (asked.strategy()) {
            case ROLLING -> new RollingStrategy();
            case BLUE_GREEN, LINEAR, CANARY -> new ShiftingStrategy(minute);
        };
    }

    /// What a turn is decided on.
    ///
    /// @param state with what this look has decided so far
    /// @param service with its deployments as they stand in this look
    /// @param running the newest service deployment; null for a service from before there were any
    /// @param situation every task of the service, and the bounds
    /// @param failure why the deployment is to be given up, told at every look until it is; or null
    /// @param bake how long a rolling deployment that is done is still watched
    record Scene(
            State state,
            Service service,
            @Nullable ServiceDeployment running,
            Situation situation,
            @Nullable Failure failure,
            Duration bake,
            Context context) {

        public Deployment primary() {
            return service.status().primary();
        }
    }

    /// What a strategy does next.
    ///
    /// @param step tasks to start and to stop
    /// @param running the service deployment after this turn, or null where nothing changes of it
    /// @param changes further rows, for example of listeners whose weights shift
    /// @param events whole messages, in the order in which they are said
    /// @param lookAgain when time alone brings the next turn, or null
    /// @param outcome what has become of the deployment with this turn
    record Turn(
            Step step,
            @Nullable ServiceDeployment running,
            List<Change> changes,
            List<String> events,
            @Nullable Instant lookAgain,
            Outcome outcome) {
        public Turn {
            changes = List.copyOf(changes);
            events = List.copyOf(events);
        }

        /// One that only starts and stops tasks.
        public static Turn of(Step step, Outcome outcome) {
            return new Turn(step, null, List.of(), List.of(), null, outcome);
        }
    }

    /// What has become of a deployment.
    sealed interface Outcome {
        /// More is to be done.
        record GoesOn() implements Outcome {}

        /// Everything is as wanted, and is watched for some time more.
        record Bakes(Instant until) implements Outcome {}

        /// Everything is as wanted. Said at every look from then on.
        record Steady() implements Outcome {}

        /// It is given up: it is FAILED with this very commit, and where it goes back, the revision before is PRIMARY
        /// again.
        record Failed(Failure why) implements Outcome {}
    }
}
