package berth.agent.metadata;

import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/// Lets a task ask 40 times a second, 60 at once (ECS_TASK_METADATA_RPS_LIMIT).
///
/// Worked example: 60 requests at 0 s pass, the next does not; at 0.1 s there is room for 4.
final class RequestLimit {
    private static final double PER_SECOND = 40;
    private static final double BURST = 60;
    private static final int TASKS_KEPT = 4_096;

    private final SortedMap<String, Bucket> buckets = new TreeMap<>();

    private record Bucket(double tokens, Instant at) {}

    boolean admits(String who, Instant now) {
        Bucket bucket = buckets.getOrDefault(who, new Bucket(BURST, now));
        double seconds = Math.max(0, Duration.between(bucket.at(), now).toNanos() / 1e9);
        double tokens = Math.min(BURST, bucket.tokens() + seconds * PER_SECOND);
        if (buckets.size() >= TASKS_KEPT) {
            buckets.clear();
        }
        boolean admitted = tokens >= 1;
        buckets.put(who, new Bucket(admitted ? tokens - 1 : tokens, now));
        return admitted;
    }
}
