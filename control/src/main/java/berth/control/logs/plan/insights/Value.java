package berth.control.logs.plan.insights;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A value of a field or an expression. What is missing is null.
sealed interface Value {
    /// As results show it.
    String text();

    /// Null if it is no number and not written like one.
    @Nullable
    Double number();

    boolean truth();

    record Text(String text) implements Value {
        @Override
        public @Nullable Double number() {
            String trimmed = text.trim();
            if (trimmed.isEmpty() || trimmed.length() > 40 || !isNumeric(trimmed)) {
                return null;
            }
            try {
                return Double.valueOf(trimmed);
            } catch (NumberFormatException e) {
                return null;
            }
        }

        private static boolean isNumeric(String trimmed) {
            return trimmed.chars().allMatch(c -> c >= '0' && c <= '9' || "+-.eE".indexOf(c) >= 0);
        }

        @Override
        public boolean truth() {
            return text.equals("true") || text.equals("1");
        }
    }

    /// Shown with at most four decimals.
    record Number(double value) implements Value {
        @Override
        public String text() {
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                return String.valueOf(value);
            }
            BigDecimal rounded = BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP);
            return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        }

        @Override
        public Double number() {
            return value;
        }

        @Override
        public boolean truth() {
            return value != 0;
        }
    }

    record Bool(boolean truth) implements Value {
        @Override
        public String text() {
            return truth ? "1" : "0";
        }

        @Override
        public Double number() {
            return truth ? 1.0 : 0.0;
        }
    }

    /// Shown as `2026-03-01 10:00:00.000`, in UTC; a number of milliseconds in calculations.
    record Time(long millis) implements Value {
        private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern(
                        "uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT)
                .withZone(ZoneOffset.UTC);

        @Override
        public String text() {
            return SHOWN.format(Instant.ofEpochMilli(millis));
        }

        @Override
        public Double number() {
            return (double) millis;
        }

        @Override
        public boolean truth() {
            return true;
        }
    }

    /// CloudWatch: what is no number before numbers, in [NaturalOrder]; numbers by value.
    static int compare(Value left, Value right) {
        Double a = left.number();
        Double b = right.number();
        if (a != null && b != null) {
            return Double.compare(a, b);
        }
        if (a != null || b != null) {
            return a != null ? 1 : -1;
        }
        return NaturalOrder.compare(left.text(), right.text());
    }

    static boolean equal(Value left, Value right) {
        Double a = left.number();
        Double b = right.number();
        if (a != null && b != null) {
            return a.equals(b);
        }
        return shown(left, right).equals(shown(right, left));
    }

    /// A truth value beside a text is written as JSON writes it.
    private static String shown(Value one, Value other) {
        return one instanceof Bool(boolean truth) && other instanceof Text ? String.valueOf(truth) : one.text();
    }
}
