package berth.control.ecs.service.plan;

import berth.control.ecs.service.model.Pace;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.Task.StopCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Slows down starts that fail again and again.
///
/// **Rule.** Tasks that ended by themselves are counted once each, in the order of their ends. Three in a row that
/// never got to RUNNING put the next start off by 10 s, 20 s, 40 s and so on up to 27 min; a task that gets to
/// RUNNING breaks the row. Three in a row that left RUNNING again within ten seconds put it off by 1 s, 2 s, 4 s
/// and so on up to one minute; a later task that stays for ten seconds breaks the row. Tasks that end while starts
/// are put off already belong to the same round: a service of ten tasks isn't slowed down ten times as much.
///
/// **Example.** D = 1 and an image that isn't there: ends at 0 s, 1 s and 2 s, the third puts the next start off
/// until 12 s; it fails at 13 s, next at 33 s; then at 34 s, next at 74 s. With a program that exits at once: ends
/// at 1 s, 2 s, 3 s, next start at 4 s, and after the next ends 2 s, 4 s, 8 s ... 60 s later.
///
/// ECS: service throttle logic; its curve is not published, its cap of 27 minutes is.
/// Differs from ECS: tasks that got to RUNNING are never slowed down there. Here a crash loop would fill the disk
/// of the user's own machine with containers and logs, so it is paced, and the service says so in an event.
public final class Pacing {
    /// So many in a row are started without delay.
    public static final int PATIENCE = 3;

    public static final Duration CRASH = Duration.ofSeconds(10);
    static final Duration FAILED_FIRST = Duration.ofSeconds(10);
    static final Duration CRASHED_FIRST = Duration.ofSeconds(1);
    static final Duration CRASHED_LONGEST = Duration.ofSeconds(60);

    private Pacing() {}

    /// How a task ended.
    public enum End {
        /// It never got to RUNNING.
        FAILED,
        /// It left RUNNING by itself within ten seconds.
        CRASHED,
        /// It had been RUNNING for longer.
        LIVED
    }

    /// A task that ended by itself.
    public record Ended(Task task, Instant at, End end) {}

    /// What the counting came to.
    ///
    /// @param ended the tasks that were not counted before, in order
    public record Tally(Pace pace, List<Ended> ended) {
        public Tally {
            ended = List.copyOf(ended);
        }
    }

    /// Counts the ends that are new since the last look.
    ///
    /// @param deployments ids of those that count: the newest one, or all task sets
    /// @param tasks of the service, stopped ones included
    public static Tally count(Pace before, List<String> deployments, List<Task> tasks, Instant now) {
        Pace pace = afterJump(before, now);
        List<Ended> ended = fresh(pace, tasks, now);
        for (Ended one : ended) {
            pace = marked(pace, one);
            if (isOf(deployments, one.task())) {
                pace = counted(pace, one.end());
                pace = delayed(pace, now);
            }
        }
        if (brokenByARunningTask(pace, deployments, tasks, now)) {
            return new Tally(pace.reset(), ended);
        }
        return new Tally(pace, ended);
    }

    /// When a row of crashes would be broken by a task that runs now; null where none does.
    public static @Nullable Instant survivedAt(Pace pace, List<String> deployments, List<Task> tasks) {
        if (pace.crashes() == 0) {
            return null;
        }
        return later(pace, deployments, tasks).stream()
                .map(startedAt -> startedAt.plus(CRASH))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static boolean brokenByARunningTask(Pace pace, List<String> deployments, List<Task> tasks, Instant now) {
        if (pace.failures() == 0 && pace.crashes() == 0) {
            return false;
        }
        Duration needed = pace.crashes() > 0 ? CRASH : Duration.ZERO;
        return later(pace, deployments, tasks).stream().anyMatch(startedAt -> !now.isBefore(startedAt.plus(needed)));
    }

    /// When the tasks that run now and got to RUNNING after the last counted end did so.
    private static List<Instant> later(Pace pace, List<String> deployments, List<Task> tasks) {
        List<Instant> started = new ArrayList<>();
        for (Task task : tasks) {
            Instant startedAt = task.status().startedAt();
            boolean runs = task.status().last() == LastStatus.RUNNING
                    && task.status().desired() == DesiredStatus.RUNNING
                    && isOf(deployments, task);
            if (runs && startedAt != null && (pace.countedTo() == null || startedAt.isAfter(pace.countedTo()))) {
                started.add(startedAt);
            }
        }
        return started;
    }

    private static boolean isOf(List<String> deployments, Task task) {
        String startedBy = task.spec().startedBy();
        return startedBy != null && deployments.contains(startedBy);
    }

    /// A clock that was put back must not hide the ends that come now behind those counted before, nor put starts
    /// off for longer than the round's delay. One put back by a quarter of an hour in a round of 4 s leaves 4 s.
    private static Pace afterJump(Pace pace, Instant now) {
        if (pace.countedTo() == null || !pace.countedTo().isAfter(now)) {
            return pace;
        }
        Instant latest = now.plus(delay(pace, Math.max(1, pace.round())));
        Instant notBefore = pace.notBefore() != null && pace.notBefore().isAfter(latest) ? latest : pace.notBefore();
        return new Pace(pace.failures(), pace.crashes(), pace.round(), notBefore, now, List.of());
    }

    private static List<Ended> fresh(Pace pace, List<Task> tasks, Instant now) {
        List<Ended> fresh = new ArrayList<>();
        for (Task task : tasks) {
            Ended ended = ended(task);
            if (ended != null && !ended.at().isAfter(now) && isNew(pace, ended)) {
                fresh.add(ended);
            }
        }
        fresh.sort(
                Comparator.comparing(Ended::at).thenComparing(one -> one.task().id()));
        return fresh;
    }

    private static boolean isNew(Pace pace, Ended ended) {
        Instant to = pace.countedTo();
        return to == null
                || ended.at().isAfter(to)
                || ended.at().equals(to)
                        && !pace.countedThen().contains(ended.task().id());
    }

    /// How a task ended, or null: it hasn't, or somebody wanted it to.
    static @Nullable Ended ended(Task task) {
        Instant at = task.status().stoppingAt() == null
                ? task.status().stoppedAt()
                : task.status().stoppingAt();
        StopCode code = task.status().stopCode();
        if (at == null || code == null || task.status().desired() != DesiredStatus.STOPPED) {
            return null;
        }
        return switch (code) {
            case TASK_FAILED_TO_START -> new Ended(task, at, End.FAILED);
            case ESSENTIAL_CONTAINER_EXITED -> new Ended(task, at, exited(task, at));
            case USER_INITIATED, SERVICE_SCHEDULER_INITIATED, SPOT_INTERRUPTION, TERMINATION_NOTICE -> null;
        };
    }

    private static End exited(Task task, Instant at) {
        Instant startedAt = task.status().startedAt();
        Instant end =
                task.status().executionStoppedAt() == null ? at : task.status().executionStoppedAt();
        return startedAt == null || end.isBefore(startedAt.plus(CRASH)) ? End.CRASHED : End.LIVED;
    }

    private static Pace marked(Pace pace, Ended one) {
        List<String> then = new ArrayList<>();
        if (one.at().equals(pace.countedTo())) {
            then.addAll(pace.countedThen());
        }
        then.add(one.task().id());
        return new Pace(pace.failures(), pace.crashes(), pace.round(), pace.notBefore(), one.at(), then);
    }

    private static Pace counted(Pace pace, End end) {
        return switch (end) {
            case FAILED -> row(pace, pace.failures() + 1, 0);
            case CRASHED -> row(pace, 0, pace.crashes() + 1);
            case LIVED -> pace.reset();
        };
    }

    private static Pace row(Pace pace, int failures, int crashes) {
        boolean same = (failures > 0) == (pace.failures() > 0) && (crashes > 0) == (pace.crashes() > 0);
        return new Pace(
                failures,
                crashes,
                same ? pace.round() : 0,
                same ? pace.notBefore() : null,
                pace.countedTo(),
                pace.countedThen());
    }

    private static Pace delayed(Pace pace, Instant now) {
        if (Math.max(pace.failures(), pace.crashes()) < PATIENCE || !pace.allows(now)) {
            return pace;
        }
        int round = pace.round() + 1;
        return new Pace(
                pace.failures(),
                pace.crashes(),
                round,
                now.plus(delay(pace, round)),
                pace.countedTo(),
                pace.countedThen());
    }

    private static Duration delay(Pace pace, int round) {
        return pace.failures() > 0
                ? doubled(FAILED_FIRST, round, Pace.LONGEST_DELAY)
                : doubled(CRASHED_FIRST, round, CRASHED_LONGEST);
    }

    static Duration doubled(Duration first, int round, Duration longest) {
        long factor = 1L << Math.min(round - 1, 20);
        Duration delay = first.multipliedBy(factor);
        return delay.compareTo(longest) > 0 ? longest : delay;
    }
}
