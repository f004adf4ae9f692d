package berth.control;

import java.time.Duration;

/// How this Berth behaves where ECS leaves a choice or where it helps (DESIGN: safe by default, friendly by
/// default).
///
/// @param strict refuse exactly as ECS does, instead of helping and saying so
/// @param healthyAfter how long a task without load balancer and health check must be RUNNING to count as healthy
///     (ECS: 40 s; relaxed: 1 s)
/// @param resyncInterval how often every key is looked at without a cause
/// @param warmInterfaces how many pause containers are kept ready on each host
/// @param stoppedTasksKept how long a stopped task stays describable (ECS: at least an hour)
/// @param fence how long the tasks of a host that can't be heard may go on there before they count as stopped (see
///     [berth.kernel.host.Fencing]); zero: for ever, as in ECS
/// @param minute how long a minute of a deployment configuration is: bake times, step bake times, time-outs of
///     hooks. Shorter in tests alone
public record Settings(
        boolean strict,
        Duration healthyAfter,
        Duration resyncInterval,
        int warmInterfaces,
        Duration stoppedTasksKept,
        Duration fence,
        Duration minute) {

    public static final Settings RELAXED = new Settings(
            false,
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            3,
            Duration.ofHours(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(1));

    public static final Settings STRICT = new Settings(
            true,
            Duration.ofSeconds(40),
            Duration.ofSeconds(30),
            3,
            Duration.ofHours(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(1));
}
