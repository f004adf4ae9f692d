package berth.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.kernel.host.Desired;
import berth.kernel.host.Interface;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class InterfacePoolTest {
    private static final Interface A = Tasks.eni("eni-a");
    private static final Interface B = Tasks.eni("eni-b");

    private final SortedMap<String, EngineContainer> pauses = new TreeMap<>();

    @Test
    void opensWhatIsWarmAndClosesWhatNobodyWants() {
        pauses.put("eni-a", Tasks.engine("1", Status.RUNNING));
        pauses.put("eni-d", Tasks.engine("4", Status.RUNNING));
        assertThat(decide(false))
                .containsExactly(
                        new EngineAction.OpenInterface(null, B), new EngineAction.CloseInterface(null, "eni-d", "4"));
    }

    @Test
    void opensNothingWhileTasksAreBeingStartedButStillCloses() {
        pauses.put("eni-d", Tasks.engine("4", Status.RUNNING));
        assertThat(decide(true)).containsExactly(new EngineAction.CloseInterface(null, "eni-d", "4"));
    }

    @Test
    void anInterfaceThatATaskOwnsIsTheTasksOwn() {
        Desired desired = new Desired("h", 1, List.of(Tasks.awsvpc("x", true)), List.of());
        pauses.put("eni-eni-x", Tasks.engine("9", Status.RUNNING));
        pauses.put("eni-x", Tasks.engine("8", Status.RUNNING));
        assertThat(InterfacePool.decide(desired, pauses, new TreeMap<>(), new TreeSet<>(), new TreeSet<>(), false))
                .containsExactly(new EngineAction.CloseInterface(null, "eni-eni-x", "9"));
    }

    private List<EngineAction> decide(boolean resting) {
        Desired desired = new Desired("h", 1, List.of(), List.of(A, B));
        return InterfacePool.decide(desired, pauses, new TreeMap<>(), new TreeSet<>(), new TreeSet<>(), resting);
    }
}
