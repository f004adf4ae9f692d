package berth.control.explain;

import berth.control.ecs.service.model.HookRun;
import berth.control.ecs.service.model.LifecycleHook;
import berth.control.ecs.service.model.LifecycleHook.Action;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ShiftStrategy;
import berth.control.ecs.service.model.TrafficShift;
import berth.control.ecs.service.plan.Situation;
import berth.control.ecs.service.plan.shift.ShiftPlanner;
import berth.control.ecs.service.plan.shift.Sides;
import berth.kernel.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Tells where a deployment that shifts traffic is, who has how much of it, and what the stage waits for.
final class ShiftStory {
    private final Service service;
    private final ServiceDeployment running;
    private final TrafficShift shift;
    private final ShiftStrategy strategy;
    private final Sides sides;
    private final Duration minute;
    private final Instant now;

    ShiftStory(
            Service service,
            ServiceDeployment running,
            TrafficShift shift,
            Situation situation,
            Duration minute,
            Instant now) {
        this.service = service;
        this.running = running;
        this.shift = shift;
        this.strategy = ShiftStrategy.of(running.configuration());
        this.sides = Sides.of(shift, service.status().deployments(), situation, running.configuration());
        this.minute = minute;
        this.now = now;
    }

    List<String> tell() {
        List<String> lines = new ArrayList<>();
        lines.add("It is in lifecycle stage %s since %s: %s."
                .formatted(shift.stage(), Words.ago(shift.enteredAt(), now), waits()));
        lines.add(
                shift.blue() == null
                        ? "Green is %s; there is no blue, so all traffic is green's.".formatted(green())
                        : "Green, %s, has %s %% of the production traffic and %s %% of the test traffic; blue, %s, the rest."
                                .formatted(
                                        green(),
                                        percent(shift.productionTenths()),
                                        percent(shift.testTenths()),
                                        shift.blue().deployment()));
        shift.hooks().stream().filter(HookRun::open).map(this::hook).forEach(lines::add);
        return lines;
    }

    private String green() {
        return shift.green().deployment();
    }

    private static String percent(int tenths) {
        return tenths % 10 == 0 ? String.valueOf(tenths / 10) : tenths / 10 + "." + tenths % 10;
    }

    private String waits() {
        int desired = service.spec().desiredCount();
        String ready = "%d of %s of green are healthy".formatted(sides.healthyGreen(), Words.count(desired, "task"));
        Instant until = ShiftPlanner.waitedFor(shift, strategy, shift.blue() != null, minute);
        String waited = now.isBefore(until) ? ", and it lasts until " + Words.ahead(until, now) : "";
        return switch (shift.stage()) {
            case RECONCILE_SERVICE ->
                "%s of neither blue nor green must stop first".formatted(Words.count(sides.othersLeft(), "task"));
            case SCALE_UP -> ready;
            case BAKE_TIME -> "both keep their tasks, " + ready + waited;
            case PRODUCTION_TRAFFIC_SHIFT ->
                "traffic step %d of %d, %s%s"
                        .formatted(shift.step() + 1, strategy.steps().size(), ready, waited);
            case CLEAN_UP -> {
                int left = shift.goesBack()
                        ? sides.left(sides.greenAt())
                        : sides.blueAt() < 0 ? 0 : sides.left(sides.blueAt());
                yield "%s of %s must stop"
                        .formatted(Words.count(left + sides.othersLeft(), "task"), shift.goesBack() ? "green" : "blue");
            }
            case PRE_SCALE_UP, TEST_TRAFFIC_SHIFT, POST_TEST_TRAFFIC_SHIFT, POST_PRODUCTION_TRAFFIC_SHIFT -> hooks();
            case POST_SCALE_UP, PRE_PRODUCTION_TRAFFIC_SHIFT -> ready + ", " + hooks();
        };
    }

    private String hooks() {
        int open = (int) shift.hooks().stream().filter(HookRun::open).count();
        return open == 0 ? "nothing is waited for" : Words.count(open, "lifecycle hook") + " must end";
    }

    private String hook(HookRun run) {
        LifecycleHook hook = strategy.hooks().get(run.hook());
        String over = "at %s it times out, which means %s"
                .formatted(
                        Words.ahead(run.expiresAt(), now),
                        hook.onTimeout() == Action.CONTINUE ? "to go on" : "to go back");
        return switch (hook.targetType()) {
            case PAUSE ->
                ("A pause waits for somebody; %s. To go on: aws ecs continue-service-deployment"
                                + " --service-deployment-arn %s --hook-id %s --action CONTINUE")
                        .formatted(over, Account.DEFAULT.ecs("service-deployment", running.name()), run.id());
            case AWS_LAMBDA -> {
                String next = run.nextCallAt() == null
                        ? "its answer is awaited"
                        : "it is called again at " + Words.ahead(run.nextCallAt(), now);
                yield "Lifecycle hook %s was answered %s; %s; %s."
                        .formatted(
                                Objects.requireNonNullElse(hook.target(), ""),
                                run.answers() == 1 ? "once" : run.answers() + " times",
                                next,
                                over);
            }
        };
    }
}
