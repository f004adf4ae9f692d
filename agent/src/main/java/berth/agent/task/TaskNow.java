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
        return new TaskNow(
                arn,
                changed,
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

    public TaskNow withImage(String reference, Image image) {
        SequencedMap<String, Image> changed = new LinkedHashMap<>(images);
        changed.put(reference, image);
        return new TaskNow(
                arn,
                containers,
                changed,
                attempts,
                blocked,
                files,
                pause,
                networkLost,
                storageExceeded,
                pullStartedAt,
                pullStoppedAt);
    }

    /// With the failures of one action, or without them where `attempt` is null.
    public TaskNow withAttempt(String key, @Nullable Attempt attempt) {
        SequencedMap<String, Attempt> changed = new LinkedHashMap<>(attempts);
        if (attempt == null) {
            changed.remove(key);
        } else {
            changed.put(key, attempt);
        }
        return new TaskNow(
                arn,
                containers,
                images,
                changed,
                blocked,
                files,
                pause,
                networkLost,
                storageExceeded,
                pullStartedAt,
                pullStoppedAt);
    }

    /// A container will never be started. What is said first stays.
    public TaskNow withBlocked(String name, String why) {
        SequencedMap<String, String> changed = new LinkedHashMap<>(blocked);
        changed.putIfAbsent(name, why);
        return new TaskNow(
                arn,
                containers,
                images,
                attempts,
                changed,
                files,
                pause,
                networkLost,
                storageExceeded,
                pullStartedAt,
                pullStoppedAt);
    }

    /// With what a file holds.
    public TaskNow withFile(String fileArn, String text) {
        SequencedMap<String, String> changed = new LinkedHashMap<>(files);
        changed.put(fileArn, text);
        return new TaskNow(
                arn,
                containers,
                images,
                attempts,
                blocked,
                changed,
                pause,
                networkLost,
                storageExceeded,
                pullStartedAt,
                pullStoppedAt);
    }

    /// Says which files were read, not what they hold.
    @Override
    public String toString() {
        return "TaskNow[" + arn + ", " + containers + ", " + attempts + ", files " + files.keySet() + ']';
    }

    public TaskNow withPause(@Nullable EngineContainer container) {
        return new TaskNow(
                arn,
                containers,
                images,
                attempts,
                blocked,
                files,
                container,
                networkLost,
                storageExceeded,
                pullStartedAt,
                pullStoppedAt);
    }

    /// The namespace was lost. What is said first stays.
    public TaskNow withNetworkLost(String why) {
        return new TaskNow(
                arn,
                containers,
                images,
                attempts,
                blocked,
                files,
                pause,
                why,
                storageExceeded,
                pullStartedAt,
                pullStoppedAt);
    }

    /// The containers wrote more than they may. What is said first stays.
    public TaskNow withStorageExceeded(String why) {
        return new TaskNow(
                arn,
                containers,
                images,
                attempts,
                blocked,
                files,
                pause,
                networkLost,
                storageExceeded == null ? why : storageExceeded,
                pullStartedAt,
                pullStoppedAt);
    }

    /// A pull begins; the first one counts.
    public TaskNow pullStarted(Instant at) {
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
                pullStartedAt == null ? at : pullStartedAt,
                pullStoppedAt);
    }

    /// A pull ended; the last one counts.
    public TaskNow pullStopped(Instant at) {
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
                at);
    }

    /// Whether the engine has any of the task's containers.
    public boolean exists() {
        return containers.values().stream().anyMatch(container -> container.engine() != null);
    }
}
