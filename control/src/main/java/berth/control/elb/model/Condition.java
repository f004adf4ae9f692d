package berth.control.elb.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request must have for a rule to match: one of the values, or what one of the regular expressions matches
/// as a whole. In a value `*` stands for any text, `?` for one character.
public sealed interface Condition {

    /// Compared without regard to case.
    record HostHeader(List<String> values, List<String> regexes) implements Condition {
        public HostHeader {
            values = List.copyOf(values);
            regexes = List.copyOf(regexes);
        }
    }

    /// Compared with regard to case, without the query.
    record PathPattern(List<String> values, List<String> regexes) implements Condition {
        public PathPattern {
            values = List.copyOf(values);
            regexes = List.copyOf(regexes);
        }
    }

    /// Name and values compared without regard to case.
    record HttpHeader(String name, List<String> values, List<String> regexes) implements Condition {
        public HttpHeader {
            values = List.copyOf(values);
            regexes = List.copyOf(regexes);
        }
    }

    /// No wildcards.
    record RequestMethod(List<String> values) implements Condition {
        public RequestMethod {
            values = List.copyOf(values);
        }
    }

    /// Compared without regard to case.
    record QueryString(List<Pair> values) implements Condition {
        public QueryString {
            values = List.copyOf(values);
        }
    }

    /// @param key null: any
    record Pair(@Nullable String key, String value) {}

    /// Ranges of addresses.
    record SourceIp(List<String> values) implements Condition {
        public SourceIp {
            values = List.copyOf(values);
        }
    }
}
