package berth.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that a request must fulfil. It does if one of the values fits.
///
/// In a value `*` stands for any number of characters, also none, and `?` for exactly one. A regex must fit the
/// whole.
public sealed interface Condition {

    /// ELB `host-header`: the Host without its port; upper and lower case are the same.
    record HostHeader(List<String> values, List<String> regexes) implements Condition {
        public HostHeader {
            values = List.copyOf(values);
            regexes = List.copyOf(regexes);
        }
    }

    /// ELB `path-pattern`: the path as it was sent, without the query; upper and lower case differ.
    record PathPattern(List<String> values, List<String> regexes) implements Condition {
        public PathPattern {
            values = List.copyOf(values);
            regexes = List.copyOf(regexes);
        }
    }

    /// ELB `http-header`: one of the values of a field; upper and lower case are the same, in the name and in
    /// values.
    record HttpHeader(String name, List<String> values, List<String> regexes) implements Condition {
        public HttpHeader {
            values = List.copyOf(values);
            regexes = List.copyOf(regexes);
        }
    }

    /// ELB `http-request-method`: exactly one of these; no wildcards.
    record HttpRequestMethod(List<String> values) implements Condition {
        public HttpRequestMethod {
            values = List.copyOf(values);
        }
    }

    /// ELB `query-string`: one of the pairs is in the query; upper and lower case are the same.
    record QueryString(List<Pair> pairs) implements Condition {
        public QueryString {
            pairs = List.copyOf(pairs);
        }

        /// @param key null: the value may stand behind any key
        public record Pair(@Nullable String key, String value) {}
    }

    /// ELB `source-ip`: the client's address is in one of these ranges (CIDR, IPv4 or IPv6). X-Forwarded-For
    /// doesn't count.
    record SourceIp(List<String> ranges) implements Condition {
        public SourceIp {
            ranges = List.copyOf(ranges);
        }
    }
}
