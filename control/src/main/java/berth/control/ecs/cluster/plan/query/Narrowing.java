package berth.control.ecs.cluster.plan.query;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

/// Which instances can satisfy an expression at all, as far as an index of attributes tells, or bits for attributes.
public final class Narrowing {
    private Narrowing() {}

    /// A set that has all hosts that satisfy the expression, and maybe others; null if no index narrows it.
    ///
    /// @param index from an attribute's name and value to the hosts that have it
    public static @Nullable SortedSet<String> hosts(
            Expression expression, BiFunction<String, String, SortedSet<String>> index) {
        return switch (expression) {
            case Expression.OneOf one -> {
                if (one.negative() || !(one.subject() instanceof Subject.Attribute attribute)) {
                    yield null;
                }
                yield one.values().stream().anyMatch(String::isEmpty)
                        ? null
                        : union(one.values().stream()
                                .map(value -> index.apply(attribute.name(), value))
                                .toList());
            }
            case Expression.And and -> {
                SortedSet<String> fewest = null;
                for (Expression part : and.all()) {
                    SortedSet<String> some = hosts(part, index);
                    fewest = fewest == null || some != null && some.size() < fewest.size() ? some : fewest;
                }
                yield fewest;
            }
            case Expression.Or or -> {
                List<@Nullable SortedSet<String>> parts =
                        or.any().stream().map(part -> hosts(part, index)).toList();
                yield parts.stream().anyMatch(java.util.Objects::isNull) ? null : union(parts);
            }
            case Expression.Not not -> null;
            case Expression.Presence presence -> null;
            case Expression.Like like -> null;
            case Expression.Version version -> null;
            case Expression.Registered registered -> null;
            case Expression.RunningTasks running -> null;
        };
    }

    /// The bits that every instance has that satisfies the expression: of both, what either asks for; of one or the
    /// other, what both ask for.
    ///
    /// @param signs from an attribute's name and value to the bits of each instance that has it
    public static long signs(Expression expression, ToLongBiFunction<String, String> signs) {
        return switch (expression) {
            case Expression.OneOf one -> {
                if (one.negative()
                        || !(one.subject() instanceof Subject.Attribute attribute)
                        || one.values().stream().anyMatch(String::isEmpty)) {
                    yield 0;
                }
                yield one.values().stream()
                        .mapToLong(value -> signs.applyAsLong(attribute.name(), value))
                        .reduce((some, more) -> some & more)
                        .orElse(0);
            }
            case Expression.And and ->
                and.all().stream().mapToLong(part -> signs(part, signs)).reduce(0, (some, more) -> some | more);
            case Expression.Or or ->
                or.any().stream()
                        .mapToLong(part -> signs(part, signs))
                        .reduce((some, more) -> some & more)
                        .orElse(0);
            case Expression.Not not -> 0;
            case Expression.Presence presence -> 0;
            case Expression.Like like -> 0;
            case Expression.Version version -> 0;
            case Expression.Registered registered -> 0;
            case Expression.RunningTasks running -> 0;
        };
    }

    private static SortedSet<String> union(List<? extends @Nullable SortedSet<String>> sets) {
        if (sets.size() == 1) {
            return java.util.Objects.requireNonNull(sets.getFirst());
        }
        TreeSet<String> all = new TreeSet<>();
        sets.forEach(set -> all.addAll(java.util.Objects.requireNonNull(set)));
        return all;
    }
}
