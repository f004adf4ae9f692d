package berth.control.ecs.tag.api;

import berth.control.ecs.tag.plan.TagRules;
import berth.kernel.Fault;
import java.util.List;
import java.util.SortedMap;
import software.amazon.awssdk.services.ecs.model.Tag;

/// Tags between the SDK's class and the record, for whoever has them.
public final class TagMapper {
    private TagMapper() {}

    /// Value by key; a value that is left out is empty.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    public static SortedMap<String, String> fromSdk(List<Tag> given) {
        return TagRules.checked(given.stream()
                .map(tag -> new berth.control.ecs.tag.model.Tag(
                        tag.key() == null ? "" : tag.key(), tag.value() == null ? "" : tag.value()))
                .toList());
    }

    /// Whether `include` asks for tags, which is all that it can ask for.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    public static boolean asked(List<String> include) {
        for (String field : include) {
            if (!field.equals("TAGS")) {
                throw Fault.invalidParameter("include cannot be '%s'. It must be one of [TAGS].".formatted(field))
                        .raise();
            }
        }
        return !include.isEmpty();
    }

    /// In the order of their keys.
    public static List<Tag> toSdk(SortedMap<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
