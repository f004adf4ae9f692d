package berth.control.ecs.tag.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The tags of one resource; there is no row for one that has none.
///
/// @param resource the end of its ARN: `service/c/web`
/// @param tags value by key
public record TagSet(String resource, SortedMap<String, String> tags) {
    public TagSet {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }
}
