package berth.control.logs.plan.insights;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A query of Logs Insights.
///
/// `filter level = "error" | stats count(*) as n by bin(5m) | sort n desc | limit 3` finds the three five minutes with
/// the
/// most errors.
///
/// CloudWatch: user guide, "CloudWatch Logs Insights language query syntax".
public final class InsightsQuery {
    /// CloudWatch: the longest query, in characters.
    public static final int LONGEST = 10_000;

    private final List<Command> commands;

    private InsightsQuery(List<Command> commands) {
        this.commands = List.copyOf(commands);
    }

    /// @throws berth.kernel.FaultException MalformedQueryException with the line and the position
    public static InsightsQuery parse(String text) {
        if (text.length() > LONGEST) {
            throw Malformed.of(text, "the query is longer than " + LONGEST + " characters", LONGEST);
        }
        return new InsightsQuery(QueryParser.commands(text));
    }

    /// A run over events, newest first.
    ///
    /// @param now milliseconds since 1970
    /// @param limit rows at most, if the query has no limit of its own
    public Run run(long now, int limit) {
        return new Run(now, limit);
    }

    /// One field of a result.
    public record Cell(String field, String value) {}

    /// A run of the query. Not for several threads.
    public final class Run {
        private final Expr.Scope scope;
        private final List<List<Cell>> results = new ArrayList<>();
        private final List<Command.Column> shown;
        private final Stage first;
        private long matched;
        private long scanned;

        Run(long now, int limit) {
            this.scope = new Expr.Scope(now);
            this.shown = shown();
            Stage stage = new Stage.First(mostRows(limit), new Stage() {
                @Override
                public void accept(Row row) {
                    results.add(cells(row));
                }

                @Override
                public void end() {}
            });
            boolean counted = false;
            for (int i = commands.size() - 1; i >= 0; i--) {
                if (!counted && commands.subList(0, i + 1).stream().allMatch(InsightsQuery::isOfEvents)) {
                    stage = counting(stage);
                    counted = true;
                }
                stage = stage(i, stage, limit);
            }
            this.first = counted ? stage : counting(stage);
        }

        private Stage counting(Stage next) {
            return new Stage.Each(
                    row -> {
                        matched++;
                        return true;
                    },
                    next);
        }

        /// @param at milliseconds since 1970
        /// @param log `account:group`
        public void accept(long at, long ingested, String stream, String log, String pointer, String message) {
            scanned++;
            first.accept(Row.of(new Row.Event(at, ingested, stream, log, pointer, message)));
        }

        /// Whether older events would change nothing.
        public boolean full() {
            return first.full();
        }

        /// The rows, each with its fields in order.
        public List<List<Cell>> end() {
            first.end();
            return List.copyOf(results);
        }

        /// Events that came through the filters.
        public long matched() {
            return matched;
        }

        public long scanned() {
            return scanned;
        }

        private Stage stage(int index, Stage next, int limit) {
            return switch (commands.get(index)) {
                case Command.Fields(var columns) -> new Stage.Each(row -> computed(row, columns), next);
                case Command.Display(var columns) -> new Stage.Each(row -> computed(row, columns), next);
                case Command.Filter(var condition) -> new Stage.Each(row -> Expr.holds(condition, row, scope), next);
                case Command.Parse parse -> new Stage.Each(row -> parsed(row, parse), next);
                case Command.Stats stats -> new Stage.Grouped(stats, scope, next);
                case Command.Sort(var keys) ->
                    isSorted(index, keys) ? next : new Stage.Sorted(keys, wantedAfter(index, limit), scope, next);
                case Command.Limit(var most) -> new Stage.First(most, next);
                case Command.Dedup(var by) -> new Stage.Distinct(by, scope, next);
            };
        }

        private boolean computed(Row row, List<Command.Column> columns) {
            for (Command.Column column : columns) {
                if (!(column.expr() instanceof Expr.Field field && field.name().equals(column.name()))) {
                    Value value = column.expr().of(row, scope);
                    // After stats its columns are called as what they were calculated from.
                    if (value != null || row.get(column.name()) == null) {
                        row.set(column.name(), value);
                    }
                }
            }
            return true;
        }

        private boolean parsed(Row row, Command.Parse parse) {
            Value from = parse.from().of(row, scope);
            if (from != null) {
                Matcher matcher = parse.pattern().matcher(from.text());
                if (matcher.find()) {
                    for (int group = 1; group <= parse.names().size(); group++) {
                        String name = parse.names().get(group - 1);
                        String text = matcher.group(group);
                        if (!name.isEmpty() && text != null) {
                            row.set(name, new Value.Text(text));
                        }
                    }
                }
            }
            return true;
        }

        private List<Cell> cells(Row row) {
            List<Cell> cells = new ArrayList<>();
            for (Command.Column column : shown) {
                Value value = row.get(column.name());
                if (value != null) {
                    cells.add(new Cell(column.name(), value.text()));
                }
            }
            Value pointer = row.get("@ptr");
            if (pointer != null
                    && shown.stream().noneMatch(column -> column.name().equals("@ptr"))) {
                cells.add(new Cell("@ptr", pointer.text()));
            }
            return cells;
        }
    }

    /// Whether rows come in this order anyway: newest first, from events whose time nothing has changed.
    private boolean isSorted(int index, List<Command.Key> keys) {
        Command.Key newestFirst = new Command.Key(new Expr.Field("@timestamp"), true);
        return keys.equals(List.of(newestFirst))
                && commands.subList(0, index).stream()
                        .noneMatch(command -> command instanceof Command.Stats || setsTime(command))
                && commands.subList(0, index).stream()
                        .filter(Command.Sort.class::isInstance)
                        .allMatch(new Command.Sort(keys)::equals);
    }

    private static boolean setsTime(Command command) {
        return switch (command) {
            case Command.Fields(var columns) -> columns.stream().anyMatch(InsightsQuery::setsTime);
            case Command.Display(var columns) -> columns.stream().anyMatch(InsightsQuery::setsTime);
            case Command.Parse(var from, var pattern, var names) -> names.contains("@timestamp");
            case Command.Filter filter -> false;
            case Command.Stats stats -> false;
            case Command.Sort sort -> false;
            case Command.Limit limit -> false;
            case Command.Dedup dedup -> false;
        };
    }

    private static boolean setsTime(Command.Column column) {
        return column.name().equals("@timestamp") && !column.expr().equals(new Expr.Field("@timestamp"));
    }

    /// Rows that are wanted in the end: the query's own limits, or the one asked for.
    private int mostRows(int limit) {
        return commands.stream().anyMatch(Command.Limit.class::isInstance) ? QueryParser.MOST_ROWS : limit;
    }

    /// Rows that can matter of those that are sorted: all, where something after the sort may drop some.
    private int wantedAfter(int index, int limit) {
        int most = mostRows(limit);
        for (Command command : commands.subList(index + 1, commands.size())) {
            switch (command) {
                case Command.Limit(var given) -> {
                    return Math.min(most, given);
                }
                case Command.Fields fields -> {}
                case Command.Display display -> {}
                case Command.Parse parse -> {}
                case Command.Filter filter -> {
                    return Integer.MAX_VALUE;
                }
                case Command.Stats stats -> {
                    return Integer.MAX_VALUE;
                }
                case Command.Sort sort -> {
                    return Integer.MAX_VALUE;
                }
                case Command.Dedup dedup -> {
                    return Integer.MAX_VALUE;
                }
            }
        }
        return most;
    }

    /// The columns of the results. CloudWatch: @timestamp and @message where no command says any.
    private List<Command.Column> shown() {
        List<Command.Column> columns = new ArrayList<>();
        boolean displayed = false;
        for (Command command : commands) {
            switch (command) {
                case Command.Fields(var more) -> {
                    if (!displayed) {
                        more.forEach(column -> add(columns, column));
                    }
                }
                case Command.Display(var only) -> {
                    columns.clear();
                    columns.addAll(only);
                    displayed = true;
                }
                case Command.Stats stats -> {
                    columns.clear();
                    columns.addAll(stats.by());
                    stats.measures()
                            .forEach(measure ->
                                    columns.add(new Command.Column(new Expr.Field(measure.name()), measure.name())));
                }
                case Command.Filter filter -> {}
                case Command.Parse parse -> {}
                case Command.Sort sort -> {}
                case Command.Limit limit -> {}
                case Command.Dedup dedup -> {}
            }
        }
        if (columns.isEmpty()) {
            columns.add(new Command.Column(new Expr.Field("@timestamp"), "@timestamp"));
            columns.add(new Command.Column(new Expr.Field("@message"), "@message"));
        }
        return columns;
    }

    private static void add(List<Command.Column> columns, Command.Column column) {
        if (columns.stream().noneMatch(known -> Objects.equals(known.name(), column.name()))) {
            columns.add(column);
        }
    }

    /// Whether a command looks at each event alone.
    private static boolean isOfEvents(Command command) {
        return switch (command) {
            case Command.Fields fields -> true;
            case Command.Display display -> true;
            case Command.Filter filter -> true;
            case Command.Parse parse -> true;
            case Command.Stats stats -> false;
            case Command.Sort sort -> false;
            case Command.Limit limit -> false;
            case Command.Dedup dedup -> false;
        };
    }
}
