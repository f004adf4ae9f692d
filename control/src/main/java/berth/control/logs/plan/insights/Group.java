package berth.control.logs.plan.insights;

import berth.control.logs.plan.insights.Command.Measure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What is gathered of one group of rows for one measure.
///
/// Example: of the values 1, 2, 3 and 10 the average is 4, the 50th percentile 2 (the smallest value that at least half
/// of them do not exceed), the standard deviation of the sample 4.0825.
final class Group {
    private final Measure measure;
    private final List<Double> numbers = new ArrayList<>();
    private final TreeSet<String> distinct = new TreeSet<>();
    private long count;
    private double sum;
    private double squares;
    private @Nullable Value best;
    private long bestAt;

    Group(Measure measure) {
        this.measure = measure;
    }

    /// @return how many values more are held
    int add(Row row, Expr.Scope scope) {
        Expr of = measure.of();
        Value value = of == null ? new Value.Bool(true) : of.of(row, scope);
        if (value == null) {
            return 0;
        }
        return switch (measure.aggregate()) {
            case COUNT -> counted();
            case COUNT_DISTINCT -> distinct.add(value.text()) ? 1 : 0;
            case SUM, AVG, STDDEV -> summed(value.number());
            case PCT -> kept(value.number());
            case MIN -> chosen(value, best == null || numberFirst(value, best) || comparable(value, best) < 0);
            case MAX -> chosen(value, best == null || numberFirst(value, best) || comparable(value, best) > 0);
            case SORTSFIRST -> chosen(value, best == null || Value.compare(value, best) < 0);
            case SORTSLAST -> chosen(value, best == null || Value.compare(value, best) > 0);
            case EARLIEST -> timed(value, row, -1);
            case LATEST -> timed(value, row, 1);
        };
    }

    private int counted() {
        count++;
        return 0;
    }

    private int summed(@Nullable Double number) {
        if (number != null) {
            count++;
            sum += number;
            squares += number * number;
        }
        return 0;
    }

    private int kept(@Nullable Double number) {
        if (number == null) {
            return 0;
        }
        numbers.add(number);
        return 1;
    }

    private int chosen(Value value, boolean better) {
        best = better ? value : best;
        return 0;
    }

    /// The smallest and the largest are numbers where there are any.
    private static boolean numberFirst(Value value, Value best) {
        return value.number() != null && best.number() == null;
    }

    private static int comparable(Value value, Value best) {
        return (value.number() == null) == (best.number() == null) ? Value.compare(value, best) : 0;
    }

    private int timed(Value value, Row row, int direction) {
        Value at = row.get("@timestamp");
        Double millis = at == null ? null : at.number();
        long time = millis == null ? 0 : millis.longValue();
        if (best == null || Long.compare(time, bestAt) * direction > 0) {
            best = value;
            bestAt = time;
        }
        return 0;
    }

    @Nullable
    Value result() {
        return switch (measure.aggregate()) {
            case COUNT -> new Value.Number(count);
            case COUNT_DISTINCT -> new Value.Number(distinct.size());
            case SUM -> count == 0 ? null : new Value.Number(sum);
            case AVG -> count == 0 ? null : new Value.Number(sum / count);
            case STDDEV -> count == 0 ? null : new Value.Number(deviation());
            case PCT -> percentile();
            case MIN, MAX, EARLIEST, LATEST, SORTSFIRST, SORTSLAST -> best;
        };
    }

    private double deviation() {
        return count < 2 ? 0 : Math.sqrt(Math.max(0, (squares - sum * sum / count) / (count - 1)));
    }

    private @Nullable Value percentile() {
        if (numbers.isEmpty()) {
            return null;
        }
        Collections.sort(numbers);
        int rank = (int) Math.ceil(measure.percent() / 100 * numbers.size());
        return new Value.Number(numbers.get(Math.clamp(rank, 1, numbers.size()) - 1));
    }
}
