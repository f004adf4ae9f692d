package berth.control.vpc.api;

import berth.kernel.Fault;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.Filter;

/// EC2's filters of one resource.
///
/// EC2: filters are joined by and, the values of one by or; `*` and `?` are wildcards. A filter that is not known
/// here is refused by name, since leaving it out would show too much.
///
/// @param values what a filter's values are compared with, by the filter's name
record Filters<T>(SequencedMap<String, Function<T, String>> values) {
    Filters {
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    static <T> Filters<T> none() {
        return new Filters<>(new LinkedHashMap<>());
    }

    /// With one more filter, under one or several names.
    Filters<T> with(Function<T, String> value, String... names) {
        SequencedMap<String, Function<T, String>> more = new LinkedHashMap<>(values);
        for (String name : names) {
            more.put(name, value);
        }
        return new Filters<>(more);
    }

    Predicate<T> matching(List<Filter> filters) {
        Predicate<T> all = row -> true;
        for (Filter filter : filters) {
            all = all.and(one(filter));
        }
        return all;
    }

    private Predicate<T> one(Filter filter) {
        String name = filter.name() == null ? "" : filter.name();
        Function<T, String> value = values.get(name);
        if (value == null) {
            throw Fault.of(
                            "InvalidParameterValue",
                            "The filter '%s' is invalid: Berth filters by %s."
                                    .formatted(name, String.join(", ", values.keySet())))
                    .raise();
        }
        List<Pattern> wanted = filter.values().stream().map(Filters::glob).toList();
        return row -> wanted.stream()
                .anyMatch(pattern -> pattern.matcher(value.apply(row)).matches());
    }

    private static Pattern glob(String value) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
