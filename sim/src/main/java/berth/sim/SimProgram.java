package berth.sim;

import berth.agent.engine.ContainerRequest;
import berth.kernel.host.Health;
import berth.sim.SimMachine.Container;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A container whose command says what it does, as `simulated NAME NUMBER`; all others follow from their image.
///
/// @param name `exits` with a code, `runs`, `deaf`, `oom`, `prints` lines, `prints-and-runs`, or `prints-long` lines
///     of so many characters
record SimProgram(String name, int number) {
    static final String COMMAND = "simulated";
    private static final Duration SOON = Duration.ofMillis(20);

    static @Nullable SimProgram of(ContainerRequest request) {
        return of(request.command());
    }

    private static @Nullable SimProgram of(@Nullable List<String> command) {
        return command != null && command.size() == 3 && command.getFirst().equals(COMMAND)
                ? new SimProgram(command.get(1), Integer.parseInt(command.get(2)))
                : null;
    }

    static boolean ignoresStop(ContainerRequest request) {
        SimProgram program = of(request);
        return program != null && program.name.equals("deaf");
    }

    /// Whether the command names a program that the image does not have.
    static boolean missing(ContainerRequest request) {
        List<String> command = request.command();
        return command != null && command.getFirst().startsWith("/no/such");
    }

    void live(SimMachine machine, Timeline timeline, Container container) {
        timeline.schedule(null, SOON, () -> {
            switch (name) {
                case "exits" -> machine.exit(container, number, false);
                case "oom" -> machine.exit(container, 137, true);
                case "prints", "prints-and-runs" -> print(machine, container);
                case "prints-long" -> {
                    machine.print(container, "x".repeat(number));
                    machine.print(container, "y".repeat(number));
                    machine.exit(container, 0, false);
                }
                default -> {
                    // `runs` and `deaf` go on until something ends them.
                }
            }
        });
        check(machine, timeline, container);
    }

    private void print(SimMachine machine, Container container) {
        for (int i = 0; i < number; i++) {
            machine.print(container, "line " + i);
        }
        if (name.equals("prints")) {
            machine.exit(container, 0, false);
        }
    }

    private static void check(SimMachine machine, Timeline timeline, Container container) {
        var health = container.request.healthCheck();
        if (health != null) {
            SimProgram check = of(health.command().subList(1, health.command().size()));
            boolean passes = check != null && check.number == 0;
            timeline.schedule(
                    null,
                    health.interval(),
                    () -> machine.health(container, passes ? Health.HEALTHY : Health.UNHEALTHY));
        }
    }
}
