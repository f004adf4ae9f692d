package berth.sim;

import berth.agent.engine.ContainerEngine;
import berth.agent.engine.ContainerEngineContract;
import berth.agent.engine.Program;
import berth.kernel.Resources;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The simulated engine does what every engine does, in simulated time: [#await] moves it.
class SimEngineTest extends ContainerEngineContract {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Timeline timeline = new Timeline();
    private final Chaos chaos = SimStoreTest.calm();
    private final SimMachine machine = new SimMachine(timeline, chaos, 0, line -> {});
    private final ContainerEngine engine = engine("mine");
    private final ContainerEngine other = engine("another");
    private int names;

    SimEngineTest() {
        machine.cache(image());
    }

    private ContainerEngine engine(String installation) {
        return new SimEngine(
                timeline, chaos, machine, new Timeline.Process(installation), new Resources(4096, 8192), installation);
    }

    @Override
    protected ContainerEngine engine() {
        return engine;
    }

    @Override
    protected ContainerEngine other() {
        return other;
    }

    @Override
    protected String image() {
        return "contract:1";
    }

    @Override
    protected List<String> command(Program program) {
        return switch (program) {
            case Program.Exits(int code) -> command("exits", code);
            case Program.RunsUntilStopped() -> command("runs", 0);
            case Program.IgnoresStop() -> command("deaf", 0);
            case Program.ExceedsMemory() -> command("oom", 0);
            case Program.Prints(int lines) -> command("prints", lines);
            case Program.PrintsAndRuns(int lines) -> command("prints-and-runs", lines);
            case Program.PrintsLongLines(int characters) -> command("prints-long", characters);
        };
    }

    private static List<String> command(String name, int number) {
        return List.of(SimProgram.COMMAND, name, String.valueOf(number));
    }

    @Override
    protected void await(String what, BooleanSupplier condition) {
        Duration end = timeline.elapsed().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (timeline.elapsed().compareTo(end) > 0 || !timeline.step()) {
                throw new AssertionError("never came: " + what);
            }
        }
    }

    @Override
    protected int freePort() {
        return 61_001;
    }

    @Override
    protected String freeRange() {
        return "10.213.0.0/16";
    }

    @Override
    protected String newName() {
        return "contract-" + ++names;
    }
}
