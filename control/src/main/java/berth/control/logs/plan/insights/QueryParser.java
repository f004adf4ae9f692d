package berth.control.logs.plan.insights;

import berth.control.logs.plan.insights.Command.Aggregate;
import berth.control.logs.plan.insights.Command.Column;
import berth.control.logs.plan.insights.Token.Kind;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads a query.
///
/// ```
/// query   := command ("|" command)*
/// command := ("fields" | "display") column ("," column)*
///          | "filter" expression
///          | "parse" [expression] ("glob*" "as" names | /regex/ ["as" names])
///          | "stats" measure ("," measure)* ["by" column ("," column)*]
///          | "sort" expression ["asc" | "desc"] ("," ...)*
///          | ("limit" | "head") number
///          | "dedup" column ("," column)*
/// column  := expression ["as" name]
/// measure := aggregate "(" ["*" | expression ["," number]] ")" ["as" name]
/// ```
final class QueryParser {
    /// CloudWatch: the most rows of a result.
    static final int MOST_ROWS = 10_000;

    /// CloudWatch's other commands.
    private static final List<String> ABSENT =
            List.of("anomaly", "diff", "filterindex", "join", "lookup", "pattern", "source", "unmask", "unnest");

    private final Tokens tokens;
    private final ExprParser expressions;

    private QueryParser(String text) {
        this.tokens = new Tokens(text);
        this.expressions = new ExprParser(tokens);
    }

    /// @throws berth.kernel.FaultException MalformedQueryException
    static List<Command> commands(String text) {
        return new QueryParser(text).commands();
    }

    private List<Command> commands() {
        List<Command> commands = new ArrayList<>();
        tokens.takeSign("|");
        do {
            commands.add(command(commands));
        } while (tokens.takeSign("|"));
        if (tokens.peek().kind() != Kind.END) {
            throw tokens.unexpected();
        }
        return commands;
    }

    private Command command(List<Command> before) {
        Token word = tokens.peek();
        if (word.kind() != Kind.WORD) {
            throw tokens.unexpected();
        }
        String name = word.text().toLowerCase(Locale.ROOT);
        // CloudWatch: only limit may follow dedup.
        boolean deduped = !before.isEmpty() && before.stream().anyMatch(Command.Dedup.class::isInstance);
        if (deduped && !name.equals("limit")) {
            throw tokens.unexpected();
        }
        tokens.next();
        return switch (name) {
            case "fields" -> new Command.Fields(columns());
            case "display" -> new Command.Display(columns());
            case "filter" -> new Command.Filter(expressions.parse());
            case "parse" -> parse();
            case "stats" -> stats();
            case "sort" -> sort();
            case "limit", "head" -> limit();
            case "dedup" -> new Command.Dedup(columns());
            default ->
                throw ABSENT.contains(name)
                        ? tokens.wrong("there is no command " + name + " here", word)
                        : tokens.unexpected(word);
        };
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        do {
            columns.add(column());
        } while (tokens.takeSign(","));
        return columns;
    }

    private Column column() {
        int start = tokens.peek().at();
        Expr expr = expressions.parse();
        String written = tokens.written(start);
        return new Column(
                expr, tokens.takeWord("as") ? tokens.name() : expr instanceof Expr.Field(var name) ? name : written);
    }

    private Command parse() {
        Expr from = new Expr.Field("@message");
        if (tokens.peek().kind() != Kind.TEXT && tokens.peek().kind() != Kind.REGEX) {
            from = expressions.parse();
        }
        Token pattern = tokens.next();
        if (pattern.kind() == Kind.TEXT) {
            if (!tokens.takeWord("as")) {
                throw tokens.unexpected();
            }
            List<String> names = tokens.names();
            long stars = pattern.text().chars().filter(c -> c == '*').count();
            if (stars != names.size()) {
                throw tokens.wrong("the pattern has %d wildcards and %d names".formatted(stars, names.size()), pattern);
            }
            return new Command.Parse(from, expressions.compiled(glob(pattern.text()), pattern), names);
        }
        if (pattern.kind() != Kind.REGEX) {
            throw tokens.unexpected(pattern);
        }
        Pattern regex = expressions.regex(pattern);
        List<String> names = tokens.takeWord("as") ? tokens.names() : groupNames(regex);
        if (names.size() > regex.groupCount() || names.stream().allMatch(String::isEmpty)) {
            throw tokens.wrong("the regular expression has too few groups with names", pattern);
        }
        return new Command.Parse(from, regex, names);
    }

    /// `user=*, id *` is found anywhere; its last wildcard reaches to the end of the text.
    private static String glob(String text) {
        StringBuilder regex = new StringBuilder("(?s)");
        int last = text.length() - 1;
        for (int i = 0; i <= last; i++) {
            char c = text.charAt(i);
            regex.append(c != '*' ? Pattern.quote(String.valueOf(c)) : i == last ? "(.*)" : "(.*?)");
        }
        return regex.toString();
    }

    private static List<String> groupNames(Pattern regex) {
        List<String> names = new ArrayList<>();
        for (int group = 1; group <= regex.groupCount(); group++) {
            int number = group;
            names.add(regex.namedGroups().entrySet().stream()
                    .filter(named -> named.getValue() == number)
                    .map(named -> named.getKey())
                    .findFirst()
                    .orElse(""));
        }
        return names;
    }

    private Command stats() {
        List<Command.Measure> measures = new ArrayList<>();
        do {
            measures.add(measure());
        } while (tokens.takeSign(","));
        return new Command.Stats(measures, tokens.takeWord("by") ? columns() : List.of());
    }

    private Command.Measure measure() {
        Token word = tokens.next();
        Aggregate aggregate = aggregate(word);
        tokens.expectSign("(");
        Expr of = null;
        double percent = 0;
        if (!tokens.takeSign("*") && !tokens.peek().is(")")) {
            of = expressions.parse();
            if (aggregate == Aggregate.PCT) {
                tokens.expectSign(",");
                percent = tokens.number();
            }
        }
        boolean needsField = aggregate != Aggregate.COUNT;
        if (needsField && of == null || percent < 0 || percent > 100) {
            throw tokens.unexpected();
        }
        tokens.expectSign(")");
        String written = tokens.written(word.at());
        return new Command.Measure(aggregate, of, percent, tokens.takeWord("as") ? tokens.name() : written);
    }

    private Aggregate aggregate(Token word) {
        Aggregate aggregate = word.kind() == Kind.WORD ? Aggregate.named(word.text()) : null;
        if (aggregate == null) {
            throw tokens.unexpected(word);
        }
        return aggregate;
    }

    private Command sort() {
        List<Command.Key> keys = new ArrayList<>();
        do {
            Expr expr = expressions.parse();
            boolean descending = tokens.takeWord("desc");
            if (!descending) {
                tokens.takeWord("asc");
            }
            keys.add(new Command.Key(expr, descending));
        } while (tokens.takeSign(","));
        return new Command.Sort(keys);
    }

    private Command limit() {
        Token token = tokens.peek();
        double most = tokens.number();
        if (most < 1 || most > MOST_ROWS || most != Math.rint(most)) {
            throw tokens.wrong("limit must be a whole number between 1 and " + MOST_ROWS, token);
        }
        return new Command.Limit((int) most);
    }
}
