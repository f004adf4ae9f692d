package berth.control.logs.plan;

import berth.kernel.Fault;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What names and batches may look like. Limits as the service model of CloudWatch Logs states them.
public final class LogRules {
    /// Bytes in a batch of PutLogEvents, and in a page that is read.
    public static final int BATCH_BYTES = 1_048_576;

    /// Added to each event's size when a batch is measured.
    public static final int EVENT_OVERHEAD = 26;

    /// Events in a batch of PutLogEvents, and in a page that is read.
    public static final int BATCH_EVENTS = 10_000;

    private static final Pattern GROUP = Pattern.compile("[.\\-_/#A-Za-z0-9]{1,512}");
    private static final Pattern STREAM = Pattern.compile("[^:*]{1,512}");

    private LogRules() {}

    /// @throws berth.kernel.FaultException InvalidParameterException for a missing or malformed name
    public static String group(@Nullable String name) {
        if (name == null || !GROUP.matcher(name).matches() || name.startsWith("aws/")) {
            throw Fault.invalidParameter(
                            "1 validation error detected: Value '%s' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+ and have a length of 1 to 512"
                                    .formatted(name))
                    .raise();
        }
        return name;
    }

    /// @throws berth.kernel.FaultException InvalidParameterException for a missing or malformed name
    public static String stream(@Nullable String name) {
        if (name == null || !STREAM.matcher(name).matches()) {
            throw Fault.invalidParameter(
                            "1 validation error detected: Value '%s' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]* and have a length of 1 to 512"
                                    .formatted(name))
                    .raise();
        }
        return name;
    }

    /// A limit of a read: `chosen`, or `standard` where none was.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException outside 1 to `most`
    public static int limit(@Nullable Integer chosen, int standard, int most) {
        if (chosen == null) {
            return standard;
        }
        if (chosen < 1 || chosen > most) {
            throw Fault.invalidParameter(
                            "1 validation error detected: Value '%d' at 'limit' failed to satisfy constraint: Member must be between 1 and %d"
                                    .formatted(chosen, most))
                    .raise();
        }
        return chosen;
    }
}
