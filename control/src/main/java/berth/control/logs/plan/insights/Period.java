package berth.control.logs.plan.insights;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Lengths of time in a query, as `5m` or `2hrs`. CloudWatch: units of more than one character may end with an s.
/// Months
/// have 30 days here, quarters 91, years 365.
final class Period {
    /// Year 9999, about.
    static final double LATEST_MILLIS = 253_000_000_000_000.0;

    private static final TreeMap<String, Long> MILLIS = new TreeMap<>();

    static {
        unit(1L, "ms", "msec", "millisecond");
        unit(1_000L, "s", "sec", "second");
        unit(60_000L, "m", "min", "minute");
        unit(3_600_000L, "h", "hr", "hour");
        unit(86_400_000L, "d", "day");
        unit(7 * 86_400_000L, "w", "week");
        unit(30 * 86_400_000L, "mo", "mon", "month");
        unit(91 * 86_400_000L, "q", "qtr", "quarter");
        unit(365 * 86_400_000L, "y", "yr", "year");
    }

    private Period() {}

    private static void unit(long millis, String... names) {
        for (String name : names) {
            MILLIS.put(name, millis);
            if (name.length() > 1) {
                MILLIS.put(name + 's', millis);
            }
        }
    }

    /// Milliseconds; null if it is no period.
    static @Nullable Double millis(String text) {
        int unit = 0;
        while (unit < text.length() && !Character.isLetter(text.charAt(unit))) {
            unit++;
        }
        Double count = new Value.Text(text.substring(0, unit)).number();
        Long length = MILLIS.get(text.substring(unit));
        return count == null || length == null ? null : count * length;
    }
}
