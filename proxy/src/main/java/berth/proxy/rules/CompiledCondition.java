package berth.proxy.rules;

import berth.routing.Condition;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A condition, ready to be asked.
@FunctionalInterface
interface CompiledCondition {
    boolean holds(Request request);

    static CompiledCondition of(Condition condition) {
        return switch (condition) {
            case Condition.HostHeader host -> {
                Texts texts = Texts.of(host.values(), host.regexes(), true);
                yield request -> texts.fit(request.host());
            }
            case Condition.PathPattern path -> {
                Texts texts = Texts.of(path.values(), path.regexes(), false);
                yield request -> texts.fit(request.path());
            }
            case Condition.HttpHeader header -> {
                Texts texts = Texts.of(header.values(), header.regexes(), true);
                yield request -> request.fields().all(header.name()).stream().anyMatch(texts::fit);
            }
            case Condition.HttpRequestMethod method ->
                request -> method.values().contains(request.method());
            case Condition.QueryString query -> {
                List<Pair> pairs = query.pairs().stream().map(Pair::of).toList();
                yield request -> Query.of(request.query()).stream()
                        .anyMatch(given -> pairs.stream().anyMatch(pair -> pair.fits(given)));
            }
            case Condition.SourceIp source -> {
                List<AddressRange> ranges =
                        source.ranges().stream().map(AddressRange::of).toList();
                yield request -> ranges.stream().anyMatch(range -> range.contains(request.source()));
            }
        };
    }

    /// Values and regexes, of which one must fit.
    record Texts(List<Glob> globs, List<BoundedRegex> regexes) {
        static Texts of(List<String> values, List<String> regexes, boolean anyCase) {
            return new Texts(
                    values.stream().map(value -> new Glob(value, anyCase)).toList(),
                    regexes.stream()
                            .map(regex -> new BoundedRegex(regex, anyCase))
                            .toList());
        }

        boolean fit(String text) {
            return globs.stream().anyMatch(glob -> glob.fits(text))
                    || regexes.stream().anyMatch(regex -> regex.fits(text));
        }
    }

    /// @param key null: any
    record Pair(@Nullable Glob key, Glob value) {
        static Pair of(Condition.QueryString.Pair pair) {
            return new Pair(pair.key() == null ? null : new Glob(pair.key(), true), new Glob(pair.value(), true));
        }

        boolean fits(Query given) {
            return (key == null || key.fits(given.key)) && value.fits(given.value);
        }
    }

    /// A pair of a query, decoded.
    record Query(String key, String value) {
        static List<Query> of(String raw) {
            return raw.isEmpty()
                    ? List.of()
                    : List.of(raw.split("&", -1)).stream().map(Query::pair).toList();
        }

        private static Query pair(String part) {
            int equals = part.indexOf('=');
            return equals < 0
                    ? new Query(decoded(part), "")
                    : new Query(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
        }

        private static String decoded(String text) {
            try {
                return URLDecoder.decode(text, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
            } catch (IllegalArgumentException e) {
                return text.toLowerCase(Locale.ROOT);
            }
        }
    }
}
