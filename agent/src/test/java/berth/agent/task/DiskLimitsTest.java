package berth.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.EngineContainer.Status;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Volume;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiskLimitsTest {
    private static final long GIB = 1L << 30;

    private final TaskNow now = running(running(TaskNow.unseen(Tasks.arn("t")), "web"), "log");

    @Test
    void aTaskThatWroteMoreThanItsLimitIsToldWithBothNumbers() {
        assertThat(DiskLimits.exceeded(task(21), now, use(20 * GIB, 3 * GIB / 2)))
                .isEqualTo(
                        "No space left on device: the containers of the task use 21.5 GiB of ephemeral storage, which is limited to 21 GiB.");
    }

    @Test
    void theLimitItselfIsWithinIt() {
        assertThat(DiskLimits.exceeded(task(21), now, use(20 * GIB, GIB))).isNull();
        assertThat(DiskLimits.exceeded(task(21), now, Map.of())).isNull();
        assertThat(DiskLimits.exceeded(task(null), now, use(900 * GIB, GIB))).isNull();
    }

    @Test
    void anEbsVolumeHoldsAsMuchAsItsSize() {
        Volume data = new Volume("data", new Volume.Ebs("vol-1", 10, true, new LinkedHashMap<>()));
        long tooMuch = 10 * GIB + GIB / 5;

        assertThat(DiskLimits.limited(task(null, true, data))).isTrue();
        assertThat(DiskLimits.limited(task(null, false, data))).isFalse();
        assertThat(DiskLimits.limited(task(null))).isFalse();
        assertThat(DiskLimits.exceeded(task(null, true, data), now, Map.of("vol-1", tooMuch)))
                .isEqualTo("No space left on device: the volume data (vol-1) holds 10.2 GiB, and its size is 10 GiB.");
        assertThat(DiskLimits.exceeded(task(null, true, data), now, Map.of("vol-1", 10 * GIB, "vol-2", tooMuch)))
                .isNull();
        assertThat(DiskLimits.exceeded(task(null, false, data), now, Map.of("vol-1", tooMuch)))
                .isNull();
    }

    @Test
    void aTaskThatIsToStopKeepsItsReason() {
        assertThat(DiskLimits.exceeded(task(21, false), now, use(900 * GIB, GIB)))
                .isNull();
    }

    @Test
    void aTaskAboveItsLimitIsStoppedAndSaysWhy() {
        TaskNow full = now.withStorageExceeded("No space").withStorageExceeded("Still no space");
        TaskSupervisor supervisor = Tasks.supervisor();

        assertThat(supervisor.decide(task(21), full, new TreeSet<>()))
                .extracting(EngineAction::attemptKey)
                .containsExactly("stop log", "stop web");
        assertThat(new TaskReport(supervisor)
                        .of(task(21), full, new TreeSet<>())
                        .networkError())
                .isEqualTo("No space");
    }

    private static TaskNow running(TaskNow now, String name) {
        return now.withContainer(name, ContainerNow.UNSEEN.seen(Tasks.engine(name, Status.RUNNING)));
    }

    private static Map<String, Long> use(long web, long log) {
        return new TreeMap<>(Map.of("web", web, "log", log, "other", 999 * GIB));
    }

    private static DesiredTask task(@Nullable Integer limit) {
        return task(limit, true);
    }

    private static DesiredTask task(@Nullable Integer limit, boolean run, Volume... volumes) {
        return Tasks.with(Tasks.bridge("t", run, Tasks.container("web"), Tasks.container("log")), limit, volumes);
    }
}
