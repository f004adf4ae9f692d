package berth.control.ecs.setting.plan;

import berth.kernel.Fault;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The account settings that ECS has, each with its values; the first is the default.
///
/// ECS: long ARNs can't be given up any more, and guardDutyActivate is AWS's to set.
///
/// Differs from ECS: `containerInsights` alone has an effect here, as the setting of new clusters. The others are kept
/// and shown.
public final class SettingRules {
    private static final SequencedMap<String, List<String>> VALUES = new LinkedHashMap<>();

    static {
        VALUES.put("serviceLongArnFormat", List.of("enabled"));
        VALUES.put("taskLongArnFormat", List.of("enabled"));
        VALUES.put("containerInstanceLongArnFormat", List.of("enabled"));
        VALUES.put("awsvpcTrunking", List.of("disabled", "enabled"));
        VALUES.put("containerInsights", List.of("disabled", "enabled", "enhanced"));
        VALUES.put("dualStackIPv6", List.of("enabled", "disabled"));
        VALUES.put("fargateFIPSMode", List.of("disabled", "enabled"));
        VALUES.put("fargateTaskRetirementWaitPeriod", List.of("7", "0", "14"));
        VALUES.put("tagResourceAuthorization", List.of("off", "on"));
        VALUES.put("guardDutyActivate", List.of("off", "on"));
        VALUES.put("defaultLogDriverMode", List.of("non-blocking", "blocking"));
        VALUES.put("fargateEventWindows", List.of("disabled", "enabled"));
    }

    private SettingRules() {}

    /// All names, in ECS's order.
    public static List<String> names() {
        return List.copyOf(VALUES.keySet());
    }

    /// @throws berth.kernel.FaultException InvalidParameterException for a name that there isn't
    public static String checked(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw Fault.invalidParameter("name cannot be empty.").raise();
        }
        if (!VALUES.containsKey(name)) {
            throw Fault.invalidParameter("unknown should be one of [" + String.join(",", VALUES.keySet()) + "]")
                    .raise();
        }
        return name;
    }

    /// The values that a setting may have, the default first.
    public static List<String> values(String name) {
        return VALUES.getOrDefault(name, List.of());
    }

    /// Whether only AWS sets it. ECS: `aws_managed`.
    public static boolean isManaged(String name) {
        return name.equals("guardDutyActivate");
    }

    /// What holds where nobody chose anything.
    public static String byDefault(String name) {
        return Collections.unmodifiableSequencedMap(VALUES)
                .getOrDefault(name, List.of("disabled"))
                .getFirst();
    }

    /// @throws berth.kernel.FaultException InvalidParameterException
    public static String checkedValue(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw Fault.invalidParameter("value cannot be empty.").raise();
        }
        if (isManaged(name)) {
            throw Fault.invalidParameter("The account setting %s is managed by AWS and cannot be set.".formatted(name))
                    .raise();
        }
        List<String> values = values(name);
        if (name.endsWith("LongArnFormat") && value.equals("disabled")) {
            throw Fault.invalidParameter("You can no longer disable Long Arn settings")
                    .raise();
        }
        if (!values.contains(value)) {
            throw Fault.invalidParameter("The value of %s should be one of [%s], was %s."
                            .formatted(name, String.join(",", values), value))
                    .raise();
        }
        return value;
    }
}
