package berth.control.elb.api;

import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.elb.plan.ElbFaults;
import berth.kernel.FaultException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// ELB's pages: PageSize 1 to 400, Marker.
final class Listing {
    private static final int MAX = 400;

    private Listing() {}

    /// One page of rows that are in the order of their keys.
    static <T> Page<T> page(
            List<T> rows, Function<T, String> key, @Nullable Integer size, @Nullable String marker, PageTokens tokens) {
        if (size != null && (size < 1 || size > MAX)) {
            throw ElbFaults.validation(
                            "Value '%d' at 'pageSize' failed to satisfy constraint: it must be between 1 and %d",
                            size, MAX)
                    .raise();
        }
        String after = after(marker, tokens);
        List<T> rest =
                rows.stream().filter(row -> key.apply(row).compareTo(after) > 0).toList();
        return Page.of(rest, size == null ? MAX : size, key, tokens);
    }

    private static String after(@Nullable String marker, PageTokens tokens) {
        try {
            return tokens.key(marker);
        } catch (FaultException e) {
            throw ElbFaults.validation("The marker '%s' is not valid", marker == null ? "" : marker)
                    .raise();
        }
    }
}
