package berth.control.logs.plan;

import berth.kernel.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which names ListLogGroups wants: parts of names, or with `^` their beginnings, up to five between bars.
///
/// `^/aws/lambda|discovery` wants `/aws/lambda/a` and `my-discovery`. CloudWatch: API reference, ListLogGroups.
public record NamePattern(List<String> parts) {
    private static final int MOST = 5;

    public NamePattern {
        parts = List.copyOf(parts);
    }

    /// Null wants all.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    public static NamePattern of(@Nullable String text) {
        if (text == null) {
            return new NamePattern(List.of(""));
        }
        List<String> parts = List.of(text.split("\\|", -1));
        boolean wrong = parts.stream().anyMatch(part -> !part.matches("\\^?[.\\-_/#A-Za-z0-9]{3,24}"));
        if (parts.size() > MOST || wrong) {
            throw Fault.invalidParameter(
                            "1 validation error detected: Value '%s' at 'logGroupNamePattern' failed to satisfy constraint: Member must satisfy regular expression pattern: (\\^?[\\.\\-_/#A-Za-z0-9]{3,24})(\\|\\^?[\\.\\-_/#A-Za-z0-9]{3,24}){0,4}"
                                    .formatted(text))
                    .raise();
        }
        return new NamePattern(parts);
    }

    public boolean wants(String name) {
        return parts.stream()
                .anyMatch(part -> part.startsWith("^") ? name.startsWith(part.substring(1)) : name.contains(part));
    }
}
