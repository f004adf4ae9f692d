package berth.control.logs.plan.insights;

import berth.control.logs.plan.insights.Token.Kind;
import berth.control.plan.BoundedPattern;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads expressions.
///
/// ```
/// or       := and ("or" and)*
/// and      := not ("and" not)*
/// not      := "not" not | relation
/// relation := sum [("=" | "!=" | "<" | "<=" | ">" | ">=") sum | ["not"] ("like" | "=~") (text | /regex/) | ["not"]
/// "in" list]
/// sum      := product (("+" | "-") product)*
/// product  := power (("*" | "/" | "%") power)*
/// power    := unary ["^" power]
/// unary    := "-" unary | primary
/// primary  := number | period | text | field | function "(" ... ")" | "(" or ")"
/// ```
final class ExprParser {
    private static final List<String> COMPARISONS = List.of("=", "!=", "<", "<=", ">", ">=");
    private static final int DEEPEST = 100;

    private final Tokens tokens;
    private int depth;

    ExprParser(Tokens tokens) {
        this.tokens = tokens;
    }

    Expr parse() {
        if (++depth > DEEPEST) {
            throw tokens.wrong("expressions are nested deeper than " + DEEPEST, tokens.peek());
        }
        Expr expr = and();
        while (tokens.takeWord("or")) {
            expr = new Expr.Or(expr, and());
        }
        depth--;
        return expr;
    }

    private Expr and() {
        Expr expr = not();
        while (tokens.takeWord("and")) {
            expr = new Expr.And(expr, not());
        }
        return expr;
    }

    private Expr not() {
        boolean negated = false;
        while (tokens.takeWord("not")) {
            negated = !negated;
        }
        return negated ? new Expr.Not(relation()) : relation();
    }

    private Expr relation() {
        Expr left = sum();
        for (String sign : COMPARISONS) {
            if (tokens.takeSign(sign)) {
                return new Expr.Compare(sign, left, sum());
            }
        }
        boolean negated = tokens.takeWord("not");
        Expr related;
        if (tokens.takeWord("like") || tokens.takeSign("=~")) {
            related = like(left);
        } else if (tokens.takeWord("in")) {
            related = new Expr.In(left, list());
        } else if (negated) {
            throw tokens.unexpected();
        } else {
            return left;
        }
        return negated ? new Expr.Not(related) : related;
    }

    private Expr like(Expr left) {
        if (tokens.peek().kind() == Kind.REGEX) {
            return new Expr.Matches(left, regex(tokens.next()));
        }
        return new Expr.Contains(left, sum());
    }

    private List<Expr> list() {
        List<Expr> list = new ArrayList<>();
        tokens.expectSign("[");
        do {
            list.add(parse());
        } while (tokens.takeSign(","));
        tokens.expectSign("]");
        return list;
    }

    private Expr sum() {
        Expr expr = product();
        while (true) {
            if (tokens.takeSign("+")) {
                expr = new Expr.Arithmetic('+', expr, product());
            } else if (tokens.takeSign("-")) {
                expr = new Expr.Arithmetic('-', expr, product());
            } else {
                return expr;
            }
        }
    }

    private Expr product() {
        Expr expr = power();
        while (true) {
            if (tokens.takeSign("*")) {
                expr = new Expr.Arithmetic('*', expr, power());
            } else if (tokens.takeSign("/")) {
                expr = new Expr.Arithmetic('/', expr, power());
            } else if (tokens.takeSign("%")) {
                expr = new Expr.Arithmetic('%', expr, power());
            } else {
                return expr;
            }
        }
    }

    private Expr power() {
        List<Expr> bases = new ArrayList<>();
        do {
            bases.add(unary());
        } while (tokens.takeSign("^"));
        Expr expr = bases.removeLast();
        while (!bases.isEmpty()) {
            expr = new Expr.Arithmetic('^', bases.removeLast(), expr);
        }
        return expr;
    }

    private Expr unary() {
        boolean negated = false;
        while (tokens.takeSign("-")) {
            negated = !negated;
        }
        Expr expr = primary();
        return negated ? new Expr.Arithmetic('-', new Expr.Literal(new Value.Number(0)), expr) : expr;
    }

    private Expr primary() {
        Token token = tokens.next();
        return switch (token.kind()) {
            case NUMBER -> new Expr.Literal(new Value.Text(token.text()));
            case TEXT -> new Expr.Literal(new Value.Text(token.text()));
            case PERIOD -> period(token);
            case FIELD -> new Expr.Field(token.text());
            case WORD -> tokens.takeSign("(") ? call(token) : word(token);
            case SIGN -> {
                if (!token.is("(")) {
                    throw tokens.unexpected(token);
                }
                Expr inner = parse();
                tokens.expectSign(")");
                yield inner;
            }
            case REGEX, END -> throw tokens.unexpected(token);
        };
    }

    /// `true` and `false` are values; and words of the language are no fields.
    private Expr word(Token token) {
        if (token.isWord("true") || token.isWord("false")) {
            return new Expr.Literal(new Value.Bool(token.isWord("true")));
        }
        boolean reserved =
                List.of("as", "by", "and", "or", "in", "like").stream().anyMatch(token::isWord);
        if (reserved) {
            throw tokens.unexpected(token);
        }
        return new Expr.Field(token.text());
    }

    private Expr period(Token token) {
        Double millis = Period.millis(token.text());
        if (millis == null) {
            throw tokens.unexpected(token);
        }
        return new Expr.Literal(new Value.Number(millis));
    }

    private Expr call(Token name) {
        Function function = Function.named(name.text());
        if (function == null && Command.Aggregate.named(name.text()) != null) {
            return column(name);
        }
        if (function == null) {
            throw tokens.wrong("unknown function " + name.text(), name);
        }
        List<Expr> arguments = new ArrayList<>();
        if (!tokens.peek().is(")")) {
            do {
                arguments.add(parse());
            } while (tokens.takeSign(","));
        }
        tokens.expectSign(")");
        if (arguments.size() < function.least() || arguments.size() > function.most()) {
            throw tokens.wrong("wrong number of arguments of " + name.text(), name);
        }
        return new Expr.Call(function, List.copyOf(arguments), tokens.written(name.at()));
    }

    /// A column of stats, called by what it was calculated from: `sort count(*) desc`.
    private Expr column(Token name) {
        if (!tokens.takeSign("*") && !tokens.peek().is(")")) {
            do {
                parse();
            } while (tokens.takeSign(","));
        }
        tokens.expectSign(")");
        return new Expr.Field(tokens.written(name.at()));
    }

    /// `(?<name>` is RE2's `(?P<name>`.
    Pattern regex(Token token) {
        return compiled(token.text().replaceAll("\\(\\?<([A-Za-z_])", "(?P<$1"), token);
    }

    Pattern compiled(String regex, Token token) {
        @Nullable Pattern pattern = BoundedPattern.compile(regex);
        if (pattern == null) {
            throw tokens.wrong("no regular expression, or too large a one,", token);
        }
        return pattern;
    }
}
