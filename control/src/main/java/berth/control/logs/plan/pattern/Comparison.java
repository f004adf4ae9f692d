package berth.control.logs.plan.pattern;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The condition `OPERATOR VALUE` on one value.
///
/// A value is a text with perhaps an asterisk at its ends, a number, or a regular expression. Numbers are equal by
/// value (`1.0 = 1`); a number that is written without quotes also equals a text that is written like it.
/// CloudWatch: only an asterisk at the beginning or the end stands for anything: `Ev*ent` is `Ev*ent`.
///
/// @param operator how
/// @param text the value without quotes
/// @param number the value, if it is a number without quotes
/// @param regex the value, if it is a regular expression
record Comparison(
        Operator operator,
        String text,
        @Nullable BigDecimal number,
        @Nullable RegexPattern regex) {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");

    enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    /// ```
    /// comparison := ("=" | "!=" | "<" | "<=" | ">" | ">=") (bare | "quoted" | %regex%)
    /// ```
    static Comparison parse(Scanner scanner) {
        Operator operator = operator(scanner);
        boolean ordered = operator != Operator.EQUAL && operator != Operator.NOT_EQUAL;
        scanner.skipBlanks();
        if (scanner.peek() == '%' && !ordered) {
            String expression = scanner.percented();
            return new Comparison(operator, expression, null, RegexPattern.of(expression));
        }
        if (scanner.peek() == '"' && !ordered) {
            return new Comparison(operator, scanner.quoted(), null, null);
        }
        String bare = scanner.run(Scanner::isValue);
        if (bare.isEmpty()) {
            throw scanner.foreign();
        }
        if (!scanner.atEnd() && !Character.isWhitespace(scanner.peek()) && ")}],&|".indexOf(scanner.peek()) < 0) {
            throw scanner.foreign();
        }
        BigDecimal number = number(bare);
        if (ordered && number == null) {
            throw FilterPattern.invalid("%s compares numbers, and %s is none".formatted(operator.sign(), bare))
                    .raise();
        }
        return new Comparison(operator, bare, number, null);
    }

    private static Operator operator(Scanner scanner) {
        if (scanner.take("!=")) {
            return Operator.NOT_EQUAL;
        }
        if (scanner.take("<=")) {
            return Operator.LESS_OR_EQUAL;
        }
        if (scanner.take(">=")) {
            return Operator.GREATER_OR_EQUAL;
        }
        if (scanner.take("<")) {
            return Operator.LESS;
        }
        if (scanner.take(">")) {
            return Operator.GREATER;
        }
        if (scanner.take("=")) {
            return Operator.EQUAL;
        }
        throw scanner.unexpected("one of = != < <= > >= was expected");
    }

    /// Null if it is written like no number.
    static @Nullable BigDecimal number(String text) {
        return text.length() <= 100 && NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    /// @param value as text
    /// @param known the value as a number, if it is one
    boolean test(String value, @Nullable BigDecimal known) {
        return switch (operator) {
            case EQUAL -> equal(value, known);
            case NOT_EQUAL -> !equal(value, known);
            case LESS -> known != null && known.compareTo(wanted()) < 0;
            case LESS_OR_EQUAL -> known != null && known.compareTo(wanted()) <= 0;
            case GREATER -> known != null && known.compareTo(wanted()) > 0;
            case GREATER_OR_EQUAL -> known != null && known.compareTo(wanted()) >= 0;
        };
    }

    private BigDecimal wanted() {
        return number == null ? BigDecimal.ZERO : number;
    }

    private boolean equal(String value, @Nullable BigDecimal known) {
        if (regex != null) {
            return regex.matches(value);
        }
        if (number != null && known != null) {
            return number.compareTo(known) == 0;
        }
        boolean open = text.startsWith("*");
        boolean openEnd = text.length() > 1 && text.endsWith("*");
        String core = text.substring(open ? 1 : 0, text.length() - (openEnd ? 1 : 0));
        if (open && openEnd) {
            return value.contains(core);
        }
        return open ? value.endsWith(core) : openEnd ? value.startsWith(core) : value.equals(core);
    }

    int regexes() {
        return regex == null ? 0 : 1;
    }
}
