package berth.agent.task;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.Image;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One task as this agent knows it.
///
/// @param arn the task's ARN
/// @param containers by name; those it never saw are missing
/// @param images what pulls answered, by reference
/// @param attempts failures so far, by [EngineAction#attemptKey]
/// @param blocked why containers are never started that wait for something which will not come, by name
/// @param files what the objects of S3 hold that its containers read, by ARN
/// @param pause the pause container of the task's interface, or null
/// @param networkLost why the namespace was lost while containers were in it, once that was seen, or null
/// @param storageExceeded why its disk was too small, once that was seen, or null
/// @param pullStartedAt when the first pull began, or null
/// @param pullStoppedAt when the last pull ended, or null
public record TaskNow(
        String arn,
        SequencedMap<String, ContainerNow> containers,
        SequencedMap<String, Image> images,
        SequencedMap<String, Attempt> attempts,
        SequencedMap<String, String> blocked,
        SequencedMap<String, String> files,
        @Nullable EngineContainer pause,
        @Nullable String networkLost,
        @Nullable String storageExceeded,
        @Nullable Instant pullStartedAt,
        @Nullable Instant pullStoppedAt) {

    public TaskNow {
        containers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(containers));
        images = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(images));
        attempts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(attempts));
        blocked = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(blocked));
        files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
    }

    /// A task of which nothing is known.
    public static TaskNow unseen(String arn) {
        return new TaskNow(
                arn,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                null,
                null,
                null,
                null,
                null);
    }

    public ContainerNow container(String name) {
        ContainerNow known = containers.get(name);
        return known == null ? ContainerNow.UNSEEN : known;
    }

    public @Nullable Attempt attempt(String key) {
        return attempts.get(key);
    }

    /// Whether an action may be tried now: it never failed, or its pause is over.
    boolean rested(String attemptKey) {
        Attempt attempt = attempts.get(attemptKey);
        return attempt == null || !attempt.waiting();
    }

    /// The containers that the engine has, by name.
    public SequencedMap<String, EngineContainer> present() {
        SequencedMap<String, EngineContainer> present = new LinkedHashMap<>();
        for (Map.Entry<String, ContainerNow> entry : containers.entrySet()) {
            EngineContainer engine = entry.getValue().engine();
            if (engine != null) {
                present.put(entry.getKey(), engine);
            }
        }
        return present;
    }

    public TaskNow withContainer(String name, ContainerNow container) {
        SequencedMap<String, ContainerNow> changed = new LinkedHashMap<>(containers);
        changed.put(name, container);
        Draft draft = new Draft(this);
        draft.containers = changed;
        return draft.build();
    }

    public TaskNow withImage(String reference, Image image) {
        SequencedMap<String, Image> changed = new LinkedHashMap<>(images);
        changed.put(reference, image);
        Draft draft = new Draft(this);
        draft.images = changed;
        return draft.build();
    }

    /// With the failures of one action, or without them where `attempt` is null.
    public TaskNow withAttempt(String key, @Nullable Attempt attempt) {
        SequencedMap<String, Attempt> changed = new LinkedHashMap<>(attempts);
        if (attempt == null) {
            changed.remove(key);
        } else {
            changed.put(key, attempt);
        }
        Draft draft = new Draft(this);
        draft.attempts = changed;
        return draft.build();
    }

    /// A container will never be started. What is said first stays.
    public TaskNow withBlocked(String name, String why) {
        SequencedMap<String, String> changed = new LinkedHashMap<>(blocked);
        changed.putIfAbsent(name, why);
        Draft draft = new Draft(this);
        draft.blocked = changed;
        return draft.build();
    }

    /// With what a file holds.
    public TaskNow withFile(String fileArn, String text) {
        SequencedMap<String, String> changed = new LinkedHashMap<>(files);
        changed.put(fileArn, text);
        Draft draft = new Draft(this);
        draft.files = changed;
        return draft.build();
    }

    /// Says which files were read, not what they hold.
    @Override
    public String toString() {
        return "TaskNow[" + arn + ", " + containers + ", " + attempts + ", files " + files.keySet() + ']';
    }

    public TaskNow withPause(@Nullable EngineContainer container) {
        Draft draft = new Draft(this);
        draft.pause = container;
        return draft.build();
    }

    /// The namespace was lost. What is said first stays.
    public TaskNow withNetworkLost(String why) {
        Draft draft = new Draft(this);
        draft.networkLost = why;
        return draft.build();
    }

    /// The containers wrote more than they may. What is said first stays.
    public TaskNow withStorageExceeded(String why) {
        Draft draft = new Draft(this);
        draft.storageExceeded = storageExceeded == null ? why : storageExceeded;
        return draft.build();
    }

    /// A pull begins; the first one counts.
    public TaskNow pullStarted(Instant at) {
        Draft draft = new Draft(this);
        draft.pullStartedAt = pullStartedAt == null ? at : pullStartedAt;
        return draft.build();
    }

    /// A pull ended; the last one counts.
    public TaskNow pullStopped(Instant at) {
        Draft draft = new Draft(this);
        draft.pullStoppedAt = at;
        return draft.build();
    }

    /// Whether the engine has any of the task's containers.
    public boolean exists() {
        return containers.values().stream().anyMatch(container -> container.engine() != null);
    }

    /// This task with something that changed.
    private static final class Draft {
        private final String arn;
        private SequencedMap<String, ContainerNow> containers;
        private SequencedMap<String, Image> images;
        private SequencedMap<String, Attempt> attempts;
        private SequencedMap<String, String> blocked;
        private SequencedMap<String, String> files;
        private @Nullable EngineContainer pause;
        private @Nullable String networkLost;
        private @Nullable String storageExceeded;
        private @Nullable Instant pullStartedAt;
        private @Nullable Instant pullStoppedAt;

        Draft(TaskNow from) {
            arn = from.arn;
            containers = from.containers;
            images = from.images;
            attempts = from.attempts;
            blocked = from.blocked;
            files = from.files;
            pause = from.pause;
            networkLost = from.networkLost;
            storageExceeded = from.storageExceeded;
            pullStartedAt = from.pullStartedAt;
            pullStoppedAt = from.pullStoppedAt;
        }

        TaskNow build() {
            return new TaskNow(
                    arn,
                    containers,
                    images,
                    attempts,
                    blocked,
                    files,
                    pause,
                    networkLost,
                    storageExceeded,
                    pullStartedAt,
                    pullStoppedAt);
        }
    }
}
