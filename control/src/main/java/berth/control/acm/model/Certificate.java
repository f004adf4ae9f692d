package berth.control.acm.model;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// An imported certificate.
///
/// @param arn ends in `certificate/` and a UUID
public record Certificate(
        String arn,
        Material material,
        Facts facts,
        SortedMap<String, String> tags,
        Instant createdAt,
        Instant importedAt) {
    public Certificate {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    public Certificate withTags(SortedMap<String, String> newTags) {
        return new Certificate(arn, material, facts, newTags, createdAt, importedAt);
    }
}
