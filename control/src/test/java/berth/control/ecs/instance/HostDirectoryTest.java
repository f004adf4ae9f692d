package berth.control.ecs.instance;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.ecs.task.DesiredProjection;
import berth.control.ecs.task.TaskReports;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.TaskWorld;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.plan.Reports;
import berth.control.logs.LogViews;
import berth.control.logs.MemoryLogs;
import berth.control.store.Batch;
import berth.control.store.ChangeFeed;
import berth.control.store.Store;
import berth.control.store.Writer;
import berth.kernel.Loop;
import berth.kernel.Resources;
import berth.kernel.host.Beat;
import berth.kernel.host.Desired;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.HostChannel;
import berth.kernel.host.HostFacts;
import berth.kernel.host.Lease;
import berth.kernel.host.LogBatch;
import berth.kernel.host.Observed;
import berth.kernel.host.ObservedTask;
import berth.kernel.host.ProtectionAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The directory on a writer whose store answers at once, or not as the test says.
final class HostDirectoryTest {
    private static final Duration FENCE = Duration.ofSeconds(20);
    private static final int GONE_AFTER = 50;

    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final List<Runnable> timers = new ArrayList<>();
    private final List<Desired> told = new ArrayList<>();
    private final List<LogBatch> appended = new ArrayList<>();
    private final HostChannels channels = new HostChannels();
    private final DesiredProjection projection = new DesiredProjection(Calls.ACCOUNT, channels);
    private final List<Lease> leases = new ArrayList<>();
    private final HostChannel line = new HostChannel() {
        @Override
        public void send(Desired desired) {
            told.add(desired);
        }

        @Override
        public void renew(Lease lease) {
            leases.add(lease);
        }
    };
    private boolean diskFull;

    private final TaskWorld world = new TaskWorld().host("h1");
    private final Task task = world.commit(world.launch(world.sample(), LaunchType.EC2, 1))
            .tasks()
            .getFirst();
    private final Loop loop = new Loop() {
        @Override
        public void execute(Runnable runnable) {
            queue.add(runnable);
        }

        @Override
        public Timer schedule(Duration delay, Runnable runnable) {
            timers.add(runnable);
            return () -> timers.remove(runnable);
        }
    };
    private final Writer writer = new Writer(
            new AnsweringStore(), world.state(), loop, () -> TaskWorld.NOW, Calls.ACCOUNT, new ChangeFeed(), 1);
    private final HostDirectory directory = new HostDirectory(
            writer,
            loop,
            () -> TaskWorld.NOW,
            new AppendingLogs(),
            channels,
            new TaskReports(),
            (hostId, call, answer) -> answer.accept(new ProtectionAnswer.Failure("MISSING")),
            "us-east-1a",
            FENCE);

    private void run() {
        while (!queue.isEmpty()) {
            queue.remove().run();
        }
    }

    private void join(long session) {
        directory.joined(
                new HostFacts(
                        "h1",
                        "laptop",
                        new Resources(2048, 4096),
                        List.of(22),
                        "x86_64",
                        "1",
                        "1",
                        session,
                        "127.0.0.1"),
                line);
        run();
    }

    /// Lets seconds pass.
    private void tick(int seconds) {
        for (int i = 0; i < seconds; i++) {
            List<Runnable> due = List.copyOf(timers);
            timers.clear();
            due.forEach(Runnable::run);
            run();
        }
    }

    private void report(long session, long sequence, long version, boolean full, ObservedTask... tasks) {
        directory.observed(new Observed("h1", session, sequence, version, full, List.of(tasks), List.of()));
        run();
    }

    private void tell() {
        projection.project(writer.published(), "h1");
    }

    private Task now() {
        return Objects.requireNonNull(writer.published().find(TaskViews.TASKS, task.name()));
    }

    private ObservedTask runs() {
        return Reports.of(task, true, Reports.running("web", TaskWorld.NOW));
    }

    @Test
    void theAdmissionOfADeadAgentThatIsTriedAgainDoesNotCutOffTheLivingOne() {
        diskFull = true;
        join(5);
        diskFull = false;
        join(6);
        tick(10);
        assertThat(Objects.requireNonNull(writer.published().find(InstanceViews.HOSTS, "h1"))
                        .session())
                .isEqualTo(6);
        report(6, 1, 1, true, runs());
        assertThat(now().status().last()).isEqualTo(LastStatus.RUNNING);
    }

    @Test
    void hostIsToldItsTasksUntilItSaysThatItKnows() {
        join(5);
        tell();
        assertThat(told).hasSize(1);
        DesiredTask desired = told.getFirst().tasks().getFirst();
        assertThat(desired.arn()).isEqualTo(TaskViews.arn(Calls.ACCOUNT, task));
        assertThat(desired.run()).isTrue();
        assertThat(desired.containers().getFirst().ports().getFirst())
                .isEqualTo(new berth.kernel.host.PortBinding("127.0.0.1", 80, 80, "tcp"));
        tell();
        assertThat(told).as("not acknowledged: said again").hasSize(2);
        report(5, 1, told.getLast().version(), false);
        tell();
        assertThat(told).as("acknowledged and unchanged").hasSize(2);
        report(5, 2, told.getLast().version(), false, runs());
        tell();
        assertThat(told).hasSize(3);
        assertThat(told.getLast().tasks().getFirst().containers().getFirst().started())
                .isTrue();
    }

    @Test
    void olderSessionsAndSequencesAreIgnored() {
        join(5);
        report(4, 9, 0, false, runs());
        assertThat(now().status().last()).isEqualTo(Task.LastStatus.PENDING);
        report(5, 2, 0, false);
        report(5, 1, 0, false, runs());
        assertThat(now().status().last()).isEqualTo(Task.LastStatus.PENDING);
        report(5, 3, 0, false, runs());
        assertThat(now().status().last()).isEqualTo(Task.LastStatus.RUNNING);
    }

    @Test
    void taskMissingFromAFullReportIsGoneOnlyIfTheHostKnewOfIt() {
        join(5);
        report(5, 1, 0, true);
        assertThat(now().stopped()).as("the host had not been told").isFalse();
        tell();
        report(5, 2, told.getFirst().version(), false);
        assertThat(now().stopped()).as("not a full report").isFalse();
        report(5, 3, told.getFirst().version(), true);
        assertThat(now().stopped()).isTrue();
        assertThat(InstanceViews.allocation(writer.published(), "h1").tasks()).isZero();
    }

    @Test
    void reportThatCouldNotBeStoredIsDecidedAgain() {
        join(5);
        diskFull = true;
        report(5, 1, 0, false, runs());
        assertThat(now().status().last()).isEqualTo(Task.LastStatus.PENDING);
        diskFull = false;
        List.copyOf(timers).forEach(Runnable::run);
        run();
        assertThat(now().status().last()).isEqualTo(Task.LastStatus.RUNNING);
    }

    @Test
    void tasksOfAHostThatLeftAreDisconnectedAndKeepTheirStatus() {
        join(5);
        report(5, 1, 0, false, runs());
        directory.left("h1", line);
        run();
        assertThat(now().status().connected()).isFalse();
        assertThat(now().status().last()).isEqualTo(Task.LastStatus.RUNNING);
        assertThat(Objects.requireNonNull(writer.published().find(InstanceViews.HOSTS, "h1"))
                        .lostAt())
                .isEqualTo(TaskWorld.NOW);
        join(6);
        assertThat(now().status().connected()).isTrue();
    }

    @Test
    void theBreakOfAnOlderConnectionDoesNotCloseTheNewOne() {
        join(5);
        directory.left("h1", desired -> {});
        run();
        assertThat(now().status().connected()).isTrue();
        tell();
        assertThat(told).hasSize(1);
    }

    @Test
    void hostThatDoesNotComeBackAfterAStartIsNotConnected() {
        directory.start();
        tick(14);
        assertThat(now().status().connected()).isTrue();
        tick(1);
        assertThat(now().status().connected()).isFalse();
    }

    @Test
    void beatOfTheCurrentSessionIsAnsweredWithALeaseAndNoOther() {
        directory.beat(new Beat("h1", 5, 1));
        run();
        join(5);
        directory.beat(new Beat("h1", 4, 9));
        directory.beat(new Beat("h1", 5, 2));
        run();
        assertThat(leases).containsExactly(new Lease(2, FENCE));
    }

    @Test
    void silentHostIsDisconnectedAndItsTasksStopWhenTheFencingTimeIsOver() {
        directory.start();
        join(5);
        report(5, 1, 0, false, runs());
        tick(15);
        assertThat(now().status().connected()).isFalse();
        assertThat(now().status().last()).isEqualTo(Task.LastStatus.RUNNING);
        tick(GONE_AFTER - 15 - 1);
        assertThat(now().stopped()).isFalse();
        tick(1);
        assertThat(now().stopped()).isTrue();
        assertThat(now().status().stopCode()).isEqualTo(Task.StopCode.TERMINATION_NOTICE);
        assertThat(now().status().stoppedReason()).matches("Host EC2 \\(instance i-[0-9a-f]{17}\\) terminated\\.");
        assertThat(InstanceViews.allocation(writer.published(), "h1").tasks()).isZero();
    }

    @Test
    void hostWhoseConnectionBrokeIsGivenUpNoEarlier() {
        directory.start();
        join(5);
        report(5, 1, 0, false, runs());
        tick(10);
        directory.left("h1", line);
        run();
        assertThat(now().status().connected()).isFalse();
        tick(GONE_AFTER - 10 - 1);
        assertThat(now().stopped()).isFalse();
        tick(1);
        assertThat(now().stopped()).isTrue();
    }

    @Test
    void hostThatComesBackInTimeKeepsItsTasksAndGetsAWholeFencingTimeAgain() {
        directory.start();
        join(5);
        report(5, 1, 0, false, runs());
        tick(GONE_AFTER - 1);
        join(5);
        tick(GONE_AFTER - 1);
        assertThat(now().status().last()).isEqualTo(Task.LastStatus.RUNNING);
        join(5);
        directory.beat(new Beat("h1", 5, 1));
        run();
        tick(14);
        assertThat(now().status().connected()).isTrue();
    }

    @Test
    void linesOfAStreamThatWasDeletedAreDropped() {
        join(5);
        List<Long> next = new ArrayList<>();
        LogBatch.Line line = new LogBatch.Line(Instant.EPOCH, "late");
        directory.log("h1", new LogBatch("g", "s", "arn", 4, List.of(line, line), false), next::add);
        run();
        assertThat(appended).isEmpty();
        assertThat(next).containsExactly(6L);
        assertThat(writer.published().find(LogViews.STREAMS, "g:s")).isNull();
    }

    private final class AnsweringStore implements Store {
        @Override
        public long load(RowConsumer rows) {
            return 0;
        }

        @Override
        public void commit(Batch batch, Consumer<Result> done) {
            done.accept(diskFull ? new Result.Refused("disk full") : new Result.Committed());
        }
    }

    private final class AppendingLogs extends MemoryLogs {
        @Override
        public void append(LogBatch batch, Instant ingested, Consumer<Appended> done) {
            appended.add(batch);
            done.accept(new Appended.Next(7));
        }
    }
}
