package berth.control.logs.plan.insights;

import com.google.re2j.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One command of a query.
sealed interface Command {

    /// @param name how the column is called: the alias, or what was written
    record Column(Expr expr, String name) {}

    /// What is shown; more than one such command adds columns.
    record Fields(List<Column> columns) implements Command {}

    /// What is shown, whatever [Fields] say.
    record Display(List<Column> columns) implements Command {}

    record Filter(Expr condition) implements Command {}

    /// Reads fields from a text. A row that does not match keeps what it has.
    ///
    /// @param names of the pattern's groups, in their order; empty for a group without name
    record Parse(Expr from, Pattern pattern, List<String> names) implements Command {}

    /// One row for each combination of the values of `by`.
    record Stats(List<Measure> measures, List<Column> by) implements Command {}

    record Sort(List<Key> keys) implements Command {}

    record Limit(int most) implements Command {}

    /// The first row of each combination of values.
    record Dedup(List<Column> by) implements Command {}

    record Key(Expr expr, boolean descending) {}

    /// An aggregate of a group.
    ///
    /// @param of null: all rows, as in `count(*)`
    /// @param percent for `pct`
    record Measure(Aggregate aggregate, @Nullable Expr of, double percent, String name) {}

    enum Aggregate {
        COUNT,
        COUNT_DISTINCT,
        SUM,
        AVG,
        MIN,
        MAX,
        PCT,
        STDDEV,
        EARLIEST,
        LATEST,
        SORTSFIRST,
        SORTSLAST;

        /// Null if there is none of that name, in any case.
        static @Nullable Aggregate named(String name) {
            for (Aggregate aggregate : values()) {
                if (aggregate.name().equalsIgnoreCase(name)) {
                    return aggregate;
                }
            }
            return null;
        }
    }
}
