package berth.control.logs.plan.pattern;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `[ip, user, ..., status = 4*, size]`: conditions on the fields of a message, counted from its ends.
///
/// Without `...` the last field is all that is left of the message: `[w1 = ERROR, w2]` matches
/// `ERROR could not connect`, where w2 is `could not connect`, and not `ERROR` alone, which has no second field.
/// CloudWatch: user guide, "Match terms in order".
///
/// @param before the fields before `...`, or all
/// @param ellipsis whether there is a `...`
/// @param after the fields after it
record SpacePattern(List<Field> before, boolean ellipsis, List<Field> after) implements FilterPattern {
    SpacePattern {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /// @param name may be empty
    record Field(String name, @Nullable Condition condition) {}

    sealed interface Condition {
        boolean test(String value);

        int regexes();

        record Compares(Comparison comparison) implements Condition {
            @Override
            public boolean test(String value) {
                return comparison.test(value, Comparison.number(value));
            }

            @Override
            public int regexes() {
                return comparison.regexes();
            }
        }

        record All(List<Condition> conditions) implements Condition {
            @Override
            public boolean test(String value) {
                return conditions.stream().allMatch(condition -> condition.test(value));
            }

            @Override
            public int regexes() {
                return conditions.stream().mapToInt(Condition::regexes).sum();
            }
        }

        record AnyOf(List<Condition> conditions) implements Condition {
            @Override
            public boolean test(String value) {
                return conditions.stream().anyMatch(condition -> condition.test(value));
            }

            @Override
            public int regexes() {
                return conditions.stream().mapToInt(Condition::regexes).sum();
            }
        }
    }

    @Override
    public boolean matches(String message) {
        List<String> values = values(message);
        return values.size() >= before.size() + after.size()
                && fulfilled(before, values, 0)
                && fulfilled(after, values, values.size() - after.size());
    }

    private List<String> values(String message) {
        return MessageFields.of(message, ellipsis ? Integer.MAX_VALUE : before.size());
    }

    private static boolean fulfilled(List<Field> fields, List<String> values, int from) {
        for (int i = 0; i < fields.size(); i++) {
            Condition condition = fields.get(i).condition();
            if (condition != null && !condition.test(values.get(from + i))) {
                return false;
            }
        }
        return true;
    }

    /// Named fields by their names, others by their numbers: `$status` and `$3`.
    @Override
    public Map<String, String> extract(String message) {
        List<String> values = values(message);
        Map<String, String> extracted = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            String name = name(i, values.size());
            extracted.put('$' + (name.isEmpty() ? String.valueOf(i + 1) : name), values.get(i));
        }
        return extracted;
    }

    private String name(int index, int count) {
        int fromEnd = index - (count - after.size());
        if (index < before.size()) {
            return before.get(index).name();
        }
        return fromEnd >= 0 ? after.get(fromEnd).name() : "";
    }

    @Override
    public int regexes() {
        return regexes(before) + regexes(after);
    }

    private static int regexes(List<Field> fields) {
        return fields.stream()
                .mapToInt(field ->
                        field.condition() == null ? 0 : field.condition().regexes())
                .sum();
    }
}
