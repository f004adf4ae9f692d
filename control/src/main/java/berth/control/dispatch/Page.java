package berth.control.dispatch;

import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param items at most as many as were asked for
/// @param nextToken for the page that follows, or null at the end
public record Page<T>(List<T> items, @Nullable String nextToken) {
    public Page {
        items = List.copyOf(items);
    }

    /// How many items a page has.
    ///
    /// @param maxResults of the request, or null
    /// @param limit what the operation allows
    /// @throws berth.kernel.FaultException InvalidParameterException if out of range
    public static int size(@Nullable Integer maxResults, int otherwise, int limit) {
        if (maxResults == null) {
            return otherwise;
        }
        if (maxResults < 1 || maxResults > limit) {
            throw Fault.invalidParameter(
                            "maxResults is invalid. It must be between 1 and %d, was %d.".formatted(limit, maxResults))
                    .raise();
        }
        return maxResults;
    }

    /// The first page of the items that come after a token.
    ///
    /// @param rest the items that follow the token's key, in order
    /// @param key what the next page goes on from; the last item's is in the token
    public static <T> Page<T> of(Iterable<T> rest, int size, Function<T, String> key, PageTokens tokens) {
        List<T> items = new ArrayList<>();
        Iterator<T> from = rest.iterator();
        while (items.size() < size && from.hasNext()) {
            items.add(from.next());
        }
        return new Page<>(items, from.hasNext() ? tokens.write(key.apply(items.getLast())) : null);
    }
}
