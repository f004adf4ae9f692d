package berth.control.ecs.tag.plan;

import berth.control.ecs.tag.model.Tag;
import berth.kernel.Fault;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Which tags a resource may have.
///
/// ECS: at most 50, each key once; a key has 1 to 128 characters, a value up to 256: letters, digits, spaces and
/// `_ . : / = + - @`. A key that begins with `aws:`, in whatever case, is ECS's own: nobody else sets or removes it,
/// and it doesn't count.
///
/// Worked example: a service has 49 tags and `aws:ecs:clusterName`. One more may be given, or two of which one has a
/// key that it has already; two new ones are refused.
public final class TagRules {
    public static final int MOST = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;
    private static final String RESERVED = "aws:";
    private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private TagRules() {}

    /// The tags of a request by key.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    public static SortedMap<String, String> checked(List<Tag> given) {
        if (given.size() > MOST) {
            throw Fault.invalidParameter("Tags cannot have more than %d entries, has %d.".formatted(MOST, given.size()))
                    .raise();
        }
        SortedMap<String, String> tags = new TreeMap<>();
        for (Tag tag : given) {
            check(tag);
            if (tags.put(tag.key(), tag.value()) != null) {
                throw Fault.invalidParameter(
                                "Tag keys must be unique, '%s' is there more than once.".formatted(tag.key()))
                        .raise();
            }
        }
        return tags;
    }

    /// What a resource has after some more were given: a new value takes the place of the old one.
    ///
    /// @throws berth.kernel.FaultException LimitExceededException
    public static SortedMap<String, String> merged(SortedMap<String, String> before, SortedMap<String, String> given) {
        SortedMap<String, String> after = new TreeMap<>(before);
        after.putAll(given);
        long counted = after.keySet().stream().filter(key -> !isReserved(key)).count();
        if (counted > MOST) {
            throw Fault.of(
                            "LimitExceededException",
                            "A resource can have at most %d tags, it would have %d.".formatted(MOST, counted))
                    .raise();
        }
        return after;
    }

    /// What a resource has after some were taken away. A key that it doesn't have is no error.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException for a key of ECS's own
    public static SortedMap<String, String> without(SortedMap<String, String> before, List<String> keys) {
        SortedMap<String, String> after = new TreeMap<>(before);
        for (String key : keys) {
            checkReserved(key);
            after.remove(key);
        }
        return after;
    }

    private static void check(Tag tag) {
        if (tag.key().isEmpty() || tag.key().length() > LONGEST_KEY) {
            throw Fault.invalidParameter("The key of a tag must have 1 to %d characters, '%s' has %d."
                            .formatted(LONGEST_KEY, tag.key(), tag.key().length()))
                    .raise();
        }
        if (tag.value().length() > LONGEST_VALUE) {
            throw Fault.invalidParameter("The value of a tag must have at most %d characters, that of '%s' has %d."
                            .formatted(LONGEST_VALUE, tag.key(), tag.value().length()))
                    .raise();
        }
        checkReserved(tag.key());
        if (!CHARACTERS.matcher(tag.key()).matches()
                || !CHARACTERS.matcher(tag.value()).matches()) {
            throw Fault.invalidParameter(
                            "Tags can have letters, digits, spaces and _ . : / = + - @ only: '%s' has others."
                                    .formatted(tag.key()))
                    .raise();
        }
    }

    private static void checkReserved(String key) {
        if (isReserved(key)) {
            throw Fault.invalidParameter("Tag keys cannot start with aws:, which is reserved: '%s'.".formatted(key))
                    .raise();
        }
    }

    private static boolean isReserved(String key) {
        return key.toLowerCase(Locale.ROOT).startsWith(RESERVED);
    }
}
