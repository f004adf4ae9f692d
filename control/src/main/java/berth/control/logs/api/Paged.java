package berth.control.logs.api;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list that is in the order of its names. A token is the name of the last one shown.
///
/// @param next null at the end
record Paged<T>(List<T> items, @Nullable String next) {
    static <T> Paged<T> of(List<T> all, Function<T, String> name, @Nullable String token, int limit) {
        List<T> rest = all.stream()
                .filter(one -> token == null || name.apply(one).compareTo(token) > 0)
                .toList();
        List<T> page = rest.subList(0, Math.min(limit, rest.size()));
        return new Paged<>(page, page.size() < rest.size() ? name.apply(page.getLast()) : null);
    }
}
