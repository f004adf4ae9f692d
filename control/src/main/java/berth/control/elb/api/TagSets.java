package berth.control.elb.api;

import berth.control.elb.plan.ElbFaults;
import berth.kernel.Fault;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/// Tags between the SDK and records.
///
/// ELB: at most 50 a resource, keys of 1 to 128 characters that do not begin with `aws:`, values of at most 256.
final class TagSets {
    private static final int MAX = 50;
    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 256;

    private TagSets() {}

    static SortedMap<String, String> of(List<Tag> tags) {
        SortedMap<String, String> map = new TreeMap<>();
        for (Tag tag : tags) {
            String key = tag.key();
            String value = tag.value() == null ? "" : tag.value();
            if (key == null || key.isEmpty() || key.length() > MAX_KEY || key.startsWith("aws:")) {
                throw ElbFaults.validation(
                                "The tag key '%s' must have 1 to %d characters and must not begin with 'aws:'",
                                key == null ? "" : key, MAX_KEY)
                        .raise();
            }
            if (value.length() > MAX_VALUE) {
                throw ElbFaults.validation("The value of tag '%s' must have at most %d characters", key, MAX_VALUE)
                        .raise();
            }
            if (map.put(key, value) != null) {
                throw Fault.of("DuplicateTagKeys", "The tag key '%s' is given twice".formatted(key))
                        .raise();
            }
        }
        return limited(map);
    }

    static SortedMap<String, String> merged(SortedMap<String, String> before, SortedMap<String, String> more) {
        SortedMap<String, String> map = new TreeMap<>(before);
        map.putAll(more);
        return limited(map);
    }

    private static SortedMap<String, String> limited(SortedMap<String, String> map) {
        if (map.size() > MAX) {
            throw ElbFaults.tooMany("TooManyTags", "tags of a resource", MAX).raise();
        }
        return map;
    }

    static List<Tag> toSdk(SortedMap<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
