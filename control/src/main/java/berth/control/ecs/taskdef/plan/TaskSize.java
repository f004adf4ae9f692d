package berth.control.ecs.taskdef.plan;

import berth.kernel.Fault;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Task-level `cpu` and `memory`, which are texts.
///
/// ECS: cpu is a number of units or of vCPUs (`1024`, `1 vCPU`, `.5 vcpu`), kept as units; memory is MiB or GB
/// (`512`, `1GB`, `0.5 GB`), kept as MiB. So `.25 vCPU` is 256 and `1 GB` is 1024.
public final class TaskSize {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9}|\\d{0,6}\\.\\d{1,6})\\s*([A-Za-z]*)");
    private static final BigDecimal PER_UNIT = BigDecimal.valueOf(1024);

    private TaskSize() {}

    /// CPU units.
    ///
    /// @throws berth.kernel.FaultException ClientException
    public static int cpu(String text) {
        return amount("cpu", text, "vcpu");
    }

    /// MiB.
    ///
    /// @throws berth.kernel.FaultException ClientException
    public static int memory(String text) {
        return amount("memory", text, "gb");
    }

    static Fault invalid(String setting) {
        return Fault.client(
                "Invalid '%s' setting for task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."
                        .formatted(setting));
    }

    private static int amount(String setting, String text, String unit) {
        Matcher matcher = AMOUNT.matcher(text.strip());
        if (!matcher.matches()) {
            throw invalid(setting).raise();
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        if (matcher.group(2).equalsIgnoreCase(unit)) {
            number = number.multiply(PER_UNIT);
        } else if (!matcher.group(2).isEmpty()) {
            throw invalid(setting).raise();
        }
        try {
            int amount = number.intValueExact();
            if (amount > 0) {
                return amount;
            }
        } catch (ArithmeticException notWhole) {
            // A part of a unit, or more than an int holds: as invalid as zero.
        }
        throw invalid(setting).raise();
    }
}
