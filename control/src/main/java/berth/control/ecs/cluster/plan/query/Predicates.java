package berth.control.ecs.cluster.plan.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds the comparison of one subject from what was read.
final class Predicates {
    private Predicates() {}

    /// @param arguments none for `exists`, one, or the elements of a list
    /// @return null if the arguments are of no use to the subject
    static @Nullable Expression of(Subject subject, Operator operator, List<String> arguments) {
        return switch (subject) {
            case Subject.Texts texts -> onTexts(texts, operator, arguments);
            case Subject.AgentVersion version -> {
                List<Integer> numbers = Versions.parse(arguments.getFirst());
                yield numbers == null ? null : new Expression.Version(operator, numbers);
            }
            case Subject.RegisteredAt registered -> {
                Instant at = instant(arguments.getFirst());
                yield at == null ? null : new Expression.Registered(operator, at);
            }
            case Subject.RunningTasksCount count -> {
                String number = arguments.getFirst();
                yield number.matches("\\d{1,9}")
                        ? new Expression.RunningTasks(operator, Integer.parseInt(number))
                        : null;
            }
        };
    }

    private static @Nullable Expression onTexts(Subject.Texts subject, Operator operator, List<String> arguments) {
        return switch (operator) {
            case EXISTS, NOT_EXISTS -> new Expression.Presence(subject, !operator.negative());
            case EQUALS, IN, NOT_EQUALS, NOT_IN ->
                new Expression.OneOf(subject, List.copyOf(arguments), operator.negative());
            case MATCHES, NOT_MATCHES -> {
                Regex regex = Regex.of(arguments.getFirst());
                yield regex == null ? null : new Expression.Like(subject, regex, operator.negative());
            }
            case GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL -> null;
        };
    }

    /// A date with time and offset, with time alone, or alone; without an offset it is UTC.
    private static @Nullable Instant instant(String text) {
        try {
            if (!text.contains("T")) {
                return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
            }
            boolean offset = text.endsWith("Z") || text.indexOf('+') > 0 || text.lastIndexOf('-') > text.indexOf('T');
            return offset
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
