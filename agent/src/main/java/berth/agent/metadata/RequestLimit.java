package berth.agent.metadata;

import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/// Lets each who asks do so a number of times a second, and some at once.
///
/// Worked example, 40 a second and 60 at once: 60 requests at 0 s pass, the next does not; at 0.1 s there is room
/// for 4.
final class RequestLimit {
    /// ECS: what who asks too often is told.
    static final String REACHED = "You have reached maximum request limit.";

    private static final int KEPT = 4_096;

    private final double perSecond;
    private final double burst;
    private final SortedMap<String, Bucket> buckets = new TreeMap<>();

    private record Bucket(double tokens, Instant at) {}

    RequestLimit(double perSecond, double burst) {
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /// ECS: 40 a second, 60 at once (ECS_TASK_METADATA_RPS_LIMIT).
    static RequestLimit ofMetadata() {
        return new RequestLimit(40, 60);
    }

    boolean admits(String who, Instant now) {
        Bucket bucket = buckets.getOrDefault(who, new Bucket(burst, now));
        double seconds = Math.max(0, Duration.between(bucket.at(), now).toNanos() / 1e9);
        double tokens = Math.min(burst, bucket.tokens() + seconds * perSecond);
        if (buckets.size() >= KEPT) {
            buckets.clear();
        }
        boolean admitted = tokens >= 1;
        buckets.put(who, new Bucket(admitted ? tokens - 1 : tokens, now));
        return admitted;
    }
}
