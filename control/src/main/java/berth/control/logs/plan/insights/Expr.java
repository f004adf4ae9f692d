package berth.control.logs.plan.insights;

import com.google.re2j.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An expression over the fields of a row.
///
/// Differs from CloudWatch, which doesn't say it: what is missing equals nothing, is not ordered, and makes what is
/// calculated from it missing.
sealed interface Expr {
    @Nullable
    Value of(Row row, Scope scope);

    /// What a run knows besides its rows.
    ///
    /// @param now milliseconds since 1970
    record Scope(long now) {}

    record Field(String name) implements Expr {
        @Override
        public @Nullable Value of(Row row, Scope scope) {
            return row.get(name);
        }
    }

    record Literal(Value value) implements Expr {
        @Override
        public Value of(Row row, Scope scope) {
            return value;
        }
    }

    /// @param written as it stands in the query: after stats a column is called like that
    record Call(Function function, List<Expr> arguments, String written) implements Expr {
        @Override
        public @Nullable Value of(Row row, Scope scope) {
            Value known = row.get(written);
            return known == null ? function.call(arguments, row, scope) : known;
        }
    }

    record Compare(String sign, Expr left, Expr right) implements Expr {
        @Override
        public Value of(Row row, Scope scope) {
            Value a = left.of(row, scope);
            Value b = right.of(row, scope);
            if (a == null || b == null) {
                return new Value.Bool(sign.equals("!=") && (a == null) != (b == null));
            }
            return new Value.Bool(
                    switch (sign) {
                        case "=" -> Value.equal(a, b);
                        case "!=" -> !Value.equal(a, b);
                        case "<" -> ordered(a, b) && Value.compare(a, b) < 0;
                        case "<=" -> ordered(a, b) && Value.compare(a, b) <= 0;
                        case ">" -> ordered(a, b) && Value.compare(a, b) > 0;
                        default -> ordered(a, b) && Value.compare(a, b) >= 0;
                    });
        }

        private static boolean ordered(Value a, Value b) {
            return (a.number() == null) == (b.number() == null);
        }
    }

    record And(Expr left, Expr right) implements Expr {
        @Override
        public Value of(Row row, Scope scope) {
            return new Value.Bool(holds(left, row, scope) && holds(right, row, scope));
        }
    }

    record Or(Expr left, Expr right) implements Expr {
        @Override
        public Value of(Row row, Scope scope) {
            return new Value.Bool(holds(left, row, scope) || holds(right, row, scope));
        }
    }

    record Not(Expr inner) implements Expr {
        @Override
        public Value of(Row row, Scope scope) {
            return new Value.Bool(!holds(inner, row, scope));
        }
    }

    record In(Expr one, List<Expr> list) implements Expr {
        @Override
        public Value of(Row row, Scope scope) {
            Value value = one.of(row, scope);
            return new Value.Bool(value != null
                    && list.stream().anyMatch(element -> {
                        Value other = element.of(row, scope);
                        return other != null && Value.equal(value, other);
                    }));
        }
    }

    /// A part of a text.
    record Contains(Expr one, Expr part) implements Expr {
        @Override
        public Value of(Row row, Scope scope) {
            Value value = one.of(row, scope);
            Value inner = part.of(row, scope);
            return new Value.Bool(value != null && inner != null && value.text().contains(inner.text()));
        }
    }

    /// Found anywhere in a text.
    record Matches(Expr one, Pattern pattern) implements Expr {
        @Override
        public Value of(Row row, Scope scope) {
            Value value = one.of(row, scope);
            return new Value.Bool(value != null && pattern.matcher(value.text()).find());
        }
    }

    record Arithmetic(char sign, Expr left, Expr right) implements Expr {
        @Override
        public @Nullable Value of(Row row, Scope scope) {
            Double a = number(left, row, scope);
            Double b = number(right, row, scope);
            if (a == null || b == null) {
                return null;
            }
            double result = switch (sign) {
                case '+' -> a + b;
                case '-' -> a - b;
                case '*' -> a * b;
                case '/' -> a / b;
                case '%' -> a % b;
                default -> Math.pow(a, b);
            };
            return Double.isNaN(result) || Double.isInfinite(result) ? null : new Value.Number(result);
        }
    }

    static boolean holds(Expr expr, Row row, Scope scope) {
        Value value = expr.of(row, scope);
        return value != null && value.truth();
    }

    static @Nullable Double number(Expr expr, Row row, Scope scope) {
        Value value = expr.of(row, scope);
        return value == null ? null : value.number();
    }
}
