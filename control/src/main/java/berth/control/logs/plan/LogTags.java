package berth.control.logs.plan;

import berth.kernel.Fault;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Tags of log groups. CloudWatch: at most 50, keys of 1 to 128 characters that do not begin with `aws:`, values of
/// at most 256.
public final class LogTags {
    private static final int MOST = 50;
    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}");

    private LogTags() {}

    /// Tags of `before` with `more` added or changed.
    ///
    /// @param tooMany the code for more than 50: it differs by operation
    /// @throws berth.kernel.FaultException InvalidParameterException for what is no tag
    public static SortedMap<String, String> merged(
            Map<String, String> before, Map<String, String> more, String tooMany) {
        SortedMap<String, String> all = new TreeMap<>(before);
        more.forEach((key, value) -> {
            if (!KEY.matcher(key).matches() || key.startsWith("aws:")) {
                throw wrong(key, "tagKey", KEY.pattern() + " and must not begin with aws:");
            }
            if (!VALUE.matcher(value).matches()) {
                throw wrong(value, "tagValue", VALUE.pattern());
            }
            all.put(key, value);
        });
        if (all.size() > MOST) {
            throw Fault.of(tooMany, "A log group can have at most %d tags, not %d.".formatted(MOST, all.size()))
                    .raise();
        }
        return all;
    }

    public static SortedMap<String, String> without(Map<String, String> before, Collection<String> keys) {
        SortedMap<String, String> all = new TreeMap<>(before);
        keys.forEach(all::remove);
        return all;
    }

    private static RuntimeException wrong(String value, String member, String pattern) {
        return Fault.invalidParameter(
                        "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must satisfy regular expression pattern: %s"
                                .formatted(value, member, pattern))
                .raise();
    }
}
