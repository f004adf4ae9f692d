package berth.control.logs.plan.insights;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The functions of Logs Insights over one row, by their names in lower case.
///
/// @param least arguments at least
/// @param most arguments at most
record Function(String name, int least, int most, Body body) {
    private static final int MANY = 100;
    private static final TreeMap<String, Function> ALL = new TreeMap<>();

    @FunctionalInterface
    interface Body {
        @Nullable
        Value call(List<Expr> arguments, Row row, Expr.Scope scope);
    }

    /// Over the values of the arguments; missing where the first is.
    @FunctionalInterface
    private interface OnTexts {
        @Nullable
        Value call(String first, List<String> more);
    }

    static {
        numeric("abs", Math::abs);
        numeric("ceil", Math::ceil);
        numeric("floor", Math::floor);
        numeric("round", value -> Math.floor(value + 0.5));
        numeric("log", Math::log);
        numeric("sqrt", Math::sqrt);
        add("greatest", 1, MANY, (arguments, row, scope) -> extreme(arguments, row, scope, 1));
        add("least", 1, MANY, (arguments, row, scope) -> extreme(arguments, row, scope, -1));
        add(
                "ispresent",
                1,
                1,
                (arguments, row, scope) -> new Value.Bool(arguments.getFirst().of(row, scope) != null));
        add("coalesce", 1, MANY, (arguments, row, scope) -> first(arguments, row, scope));
        add(
                "if",
                3,
                3,
                (arguments, row, scope) -> arguments
                        .get(Expr.holds(arguments.getFirst(), row, scope) ? 1 : 2)
                        .of(row, scope));
        add(
                "isempty",
                1,
                1,
                (arguments, row, scope) ->
                        new Value.Bool(text(arguments.getFirst(), row, scope).isEmpty()));
        add(
                "isblank",
                1,
                1,
                (arguments, row, scope) ->
                        new Value.Bool(text(arguments.getFirst(), row, scope).isBlank()));
        add(
                "concat",
                1,
                MANY,
                (arguments, row, scope) -> new Value.Text(
                        arguments.stream().map(one -> text(one, row, scope)).collect(Collectors.joining())));
        texts("ltrim", 1, 2, (text, more) -> new Value.Text(trimmed(text, more, true, false)));
        texts("rtrim", 1, 2, (text, more) -> new Value.Text(trimmed(text, more, false, true)));
        texts("trim", 1, 2, (text, more) -> new Value.Text(trimmed(text, more, true, true)));
        texts("strlen", 1, 1, (text, more) -> new Value.Number(text.codePointCount(0, text.length())));
        texts("toupper", 1, 1, (text, more) -> new Value.Text(text.toUpperCase(Locale.ROOT)));
        texts("tolower", 1, 1, (text, more) -> new Value.Text(text.toLowerCase(Locale.ROOT)));
        texts(
                "replace",
                3,
                3,
                (text, more) -> new Value.Text(
                        more.getFirst().isEmpty() ? text : text.replace(more.getFirst(), more.getLast())));
        texts("strcontains", 2, 2, (text, more) -> new Value.Bool(text.contains(more.getFirst())));
        texts("substr", 2, 3, Function::substr);
        add("now", 0, 0, (arguments, row, scope) -> new Value.Number(Math.floorDiv(scope.now(), 1000L)));
        add("bin", 1, 1, (arguments, row, scope) -> floor(row.get("@timestamp"), arguments.getFirst(), row, scope, 0));
        add(
                "datefloor",
                2,
                2,
                (arguments, row, scope) ->
                        floor(arguments.getFirst().of(row, scope), arguments.getLast(), row, scope, 0));
        add(
                "dateceil",
                2,
                2,
                (arguments, row, scope) ->
                        floor(arguments.getFirst().of(row, scope), arguments.getLast(), row, scope, 1));
        add("frommillis", 1, 1, (arguments, row, scope) -> {
            Double millis = Expr.number(arguments.getFirst(), row, scope);
            return millis == null || Math.abs(millis) > Period.LATEST_MILLIS
                    ? null
                    : new Value.Time(millis.longValue());
        });
        add("tomillis", 1, 1, (arguments, row, scope) -> {
            Double millis = Expr.number(arguments.getFirst(), row, scope);
            return millis == null ? null : new Value.Number(millis);
        });
    }

    /// Null if there is none of that name.
    static @Nullable Function named(String name) {
        return ALL.get(name.toLowerCase(Locale.ROOT));
    }

    @Nullable
    Value call(List<Expr> arguments, Row row, Expr.Scope scope) {
        return body.call(arguments, row, scope);
    }

    private static void add(String name, int least, int most, Body body) {
        ALL.put(name, new Function(name, least, most, body));
    }

    private static void numeric(String name, DoubleUnaryOperator operator) {
        add(name, 1, 1, (arguments, row, scope) -> {
            Double number = Expr.number(arguments.getFirst(), row, scope);
            double result = number == null ? Double.NaN : operator.applyAsDouble(number);
            return Double.isNaN(result) || Double.isInfinite(result) ? null : new Value.Number(result);
        });
    }

    private static void texts(String name, int least, int most, OnTexts on) {
        add(name, least, most, (arguments, row, scope) -> {
            Value first = arguments.getFirst().of(row, scope);
            List<String> more = arguments.subList(1, arguments.size()).stream()
                    .map(one -> text(one, row, scope))
                    .toList();
            return first == null ? null : on.call(first.text(), more);
        });
    }

    private static String text(Expr expr, Row row, Expr.Scope scope) {
        Value value = expr.of(row, scope);
        return value == null ? "" : value.text();
    }

    private static @Nullable Value first(List<Expr> arguments, Row row, Expr.Scope scope) {
        for (Expr argument : arguments) {
            Value value = argument.of(row, scope);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable Value extreme(List<Expr> arguments, Row row, Expr.Scope scope, int direction) {
        Value best = null;
        for (Expr argument : arguments) {
            Value value = argument.of(row, scope);
            if (value != null && (best == null || Value.compare(value, best) * direction > 0)) {
                best = value;
            }
        }
        return best;
    }

    /// Blanks, or the characters of the second argument.
    private static String trimmed(String text, List<String> more, boolean left, boolean right) {
        int start = 0;
        int end = text.length();
        while (left && start < end && isTrimmed(text.charAt(start), more)) {
            start++;
        }
        while (right && end > start && isTrimmed(text.charAt(end - 1), more)) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isTrimmed(char c, List<String> more) {
        return more.isEmpty() ? Character.isWhitespace(c) : more.getFirst().indexOf(c) >= 0;
    }

    private static @Nullable Value substr(String text, List<String> more) {
        Double from = new Value.Text(more.getFirst()).number();
        Double count = more.size() == 1 ? Double.valueOf(text.length()) : new Value.Text(more.getLast()).number();
        if (from == null || count == null) {
            return null;
        }
        int start = (int) Math.clamp(from, 0, text.length());
        int end = (int) Math.clamp(start + count, start, text.length());
        return new Value.Text(text.substring(start, end));
    }

    /// The beginning of the period that a time is in, or of the next one.
    private static @Nullable Value floor(
            @Nullable Value time, Expr period, Row row, Expr.Scope scope, int periodsLater) {
        Double millis = time == null ? null : time.number();
        Double length = Expr.number(period, row, scope);
        if (millis == null || length == null || length < 1 || Math.abs(millis) > Period.LATEST_MILLIS) {
            return null;
        }
        long size = length.longValue();
        long start = Math.floorDiv(millis.longValue(), size) * size;
        boolean whole = start == millis.longValue();
        return new Value.Time(whole ? start : start + periodsLater * size);
    }
}
