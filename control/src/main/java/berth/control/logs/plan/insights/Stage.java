package berth.control.logs.plan.insights;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A step that rows go through.
interface Stage {
    void accept(Row row);

    /// There are no more rows.
    void end();

    /// Whether more rows would change nothing.
    default boolean full() {
        return false;
    }

    /// So many rows and values are held at most by what needs them all; more than that fail the query.
    int MOST_HELD = 500_000;

    /// A query that would have to hold too much.
    final class TooMuch extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        TooMuch() {
            super("The query would hold more than " + MOST_HELD + " rows or values: narrow its time or filter more.");
        }
    }

    /// Passes rows on, changed, or not at all.
    record Each(Predicate<Row> keeps, Stage next) implements Stage {
        @Override
        public void accept(Row row) {
            if (keeps.test(row)) {
                next.accept(row);
            }
        }

        @Override
        public void end() {
            next.end();
        }

        @Override
        public boolean full() {
            return next.full();
        }
    }

    /// The first rows.
    final class First implements Stage {
        private final int most;
        private final Stage next;
        private int passed;

        First(int most, Stage next) {
            this.most = most;
            this.next = next;
        }

        @Override
        public void accept(Row row) {
            if (passed < most) {
                passed++;
                next.accept(row);
            }
        }

        @Override
        public void end() {
            next.end();
        }

        @Override
        public boolean full() {
            return passed >= most || next.full();
        }
    }

    /// One row of each combination of values. CloudWatch: where one of them is missing, each row is kept.
    final class Distinct implements Stage {
        private final List<Command.Column> by;
        private final Expr.Scope scope;
        private final Stage next;
        private final TreeSet<String> seen = new TreeSet<>();

        Distinct(List<Command.Column> by, Expr.Scope scope, Stage next) {
            this.by = by;
            this.scope = scope;
            this.next = next;
        }

        @Override
        public void accept(Row row) {
            boolean whole = by.stream().allMatch(column -> column.expr().of(row, scope) != null);
            if (!whole || seen.add(Grouped.key(by, row, scope))) {
                if (seen.size() > MOST_HELD) {
                    throw new TooMuch();
                }
                next.accept(row);
            }
        }

        @Override
        public void end() {
            next.end();
        }

        @Override
        public boolean full() {
            return next.full();
        }
    }

    /// All rows in an order, or the first of them where no more are wanted. Rows that are equal stay as they came.
    final class Sorted implements Stage {
        private record Held(Row row, List<@Nullable Value> keys, long number) {}

        private final List<Command.Key> keys;
        private final int most;
        private final Expr.Scope scope;
        private final Stage next;
        private final Comparator<Held> order;
        private final PriorityQueue<Held> held;
        private long number;

        /// @param most rows that are wanted of it
        Sorted(List<Command.Key> keys, int most, Expr.Scope scope, Stage next) {
            this.keys = keys;
            this.most = most;
            this.scope = scope;
            this.next = next;
            this.order = this::compared;
            this.held = new PriorityQueue<>(order.reversed());
        }

        private int compared(Held a, Held b) {
            for (int i = 0; i < keys.size(); i++) {
                int compared =
                        compared(a.keys.get(i), b.keys.get(i), keys.get(i).descending());
                if (compared != 0) {
                    return compared;
                }
            }
            return Long.compare(a.number, b.number);
        }

        /// What is missing comes last.
        private static int compared(@Nullable Value a, @Nullable Value b, boolean descending) {
            if (a == null || b == null) {
                return Boolean.compare(a == null, b == null);
            }
            return descending ? Value.compare(b, a) : Value.compare(a, b);
        }

        @Override
        public void accept(Row row) {
            List<@Nullable Value> values = new ArrayList<>();
            keys.forEach(key -> values.add(key.expr().of(row, scope)));
            held.add(new Held(row, values, number++));
            if (held.size() > most) {
                held.remove();
            } else if (held.size() > MOST_HELD) {
                throw new TooMuch();
            }
        }

        @Override
        public void end() {
            List<Held> ordered = new ArrayList<>(held);
            ordered.sort(order);
            ordered.forEach(one -> next.accept(one.row));
            next.end();
        }
    }

    /// One row a group.
    final class Grouped implements Stage {
        private final Command.Stats stats;
        private final Expr.Scope scope;
        private final Stage next;
        private final Map<String, Row> rows = new LinkedHashMap<>();
        private final Map<String, List<Group>> groups = new LinkedHashMap<>();
        private int heldValues;

        Grouped(Command.Stats stats, Expr.Scope scope, Stage next) {
            this.stats = stats;
            this.scope = scope;
            this.next = next;
            if (stats.by().isEmpty()) {
                group("", Row.empty());
            }
        }

        static String key(List<Command.Column> by, Row row, Expr.Scope scope) {
            StringBuilder key = new StringBuilder();
            for (Command.Column column : by) {
                Value value = column.expr().of(row, scope);
                key.append(value == null ? "-" : "+" + value.text()).append('\0');
            }
            return key.toString();
        }

        private List<Group> group(String key, Row row) {
            return groups.computeIfAbsent(key, missing -> {
                Row result = Row.empty();
                stats.by()
                        .forEach(column ->
                                result.set(column.name(), column.expr().of(row, scope)));
                rows.put(missing, result);
                return stats.measures().stream().map(Group::new).toList();
            });
        }

        @Override
        public void accept(Row row) {
            String key = stats.by().isEmpty() ? "" : key(stats.by(), row, scope);
            for (Group group : group(key, row)) {
                heldValues += group.add(row, scope);
            }
            if (heldValues > MOST_HELD || groups.size() > MOST_HELD) {
                throw new TooMuch();
            }
        }

        @Override
        public void end() {
            groups.forEach((key, measured) -> {
                Row row = Objects.requireNonNull(rows.get(key));
                for (int i = 0; i < measured.size(); i++) {
                    row.set(stats.measures().get(i).name(), measured.get(i).result());
                }
                next.accept(row);
            });
            next.end();
        }
    }
}
