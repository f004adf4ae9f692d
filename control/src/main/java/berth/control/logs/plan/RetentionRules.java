package berth.control.logs.plan;

import berth.kernel.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How long a group may be told to keep its events. CloudWatch: API reference, PutRetentionPolicy.
public final class RetentionRules {
    private static final List<Integer> DAYS = List.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);

    private RetentionRules() {}

    /// @throws berth.kernel.FaultException InvalidParameterException for none and for any other number of days
    public static int days(@Nullable Integer given) {
        if (given == null || !DAYS.contains(given)) {
            throw Fault.invalidParameter(
                            "1 validation error detected: Value '%s' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: %s"
                                    .formatted(given, DAYS))
                    .raise();
        }
        return given;
    }
}
