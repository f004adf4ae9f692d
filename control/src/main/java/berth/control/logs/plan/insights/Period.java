package berth.control.logs.plan.insights;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Lengths of time as `5m` or `1 hour` in a query. CloudWatch: ms, s, m, h, d, w, mo, q, y, and their longer names;
/// months
/// have 30 days here, quarters 91, years 365.
final class Period {
    /// Year 9999, about.
    static final double LATEST_MILLIS = 253_000_000_000_000.0;

    private static final TreeMap<String, Long> MILLIS = new TreeMap<>();

    static {
        unit(1L, "ms", "msec", "millisecond", "milliseconds");
        unit(1_000L, "s", "sec", "secs", "second", "seconds");
        unit(60_000L, "m", "min", "mins", "minute", "minutes");
        unit(3_600_000L, "h", "hr", "hrs", "hour", "hours");
        unit(86_400_000L, "d", "day", "days");
        unit(7 * 86_400_000L, "w", "wk", "week", "weeks");
        unit(30 * 86_400_000L, "mo", "mon", "month", "months");
        unit(91 * 86_400_000L, "q", "qtr", "quarter", "quarters");
        unit(365 * 86_400_000L, "y", "yr", "year", "years");
    }

    private Period() {}

    private static void unit(long millis, String... names) {
        for (String name : names) {
            MILLIS.put(name, millis);
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
