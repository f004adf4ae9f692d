package berth.control.dispatch;

import berth.wire.paging.PageToken;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The paging tokens of one query: where the next page goes on, worthless for any other query.
///
/// @param query the operation and its filters
public record PageTokens(List<String> query) {
    public PageTokens {
        query = List.copyOf(query);
    }

    public static PageTokens of(String operation, @Nullable Object... filters) {
        List<String> query = new ArrayList<>(List.of(operation));
        for (Object filter : filters) {
            query.add(String.valueOf(filter));
        }
        return new PageTokens(query);
    }

    public String write(String key) {
        return PageToken.after(key, query.toArray());
    }

    /// The key after which the page starts; empty, which is before every key, without a token.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    public String key(@Nullable String token) {
        return token == null || token.isEmpty() ? "" : PageToken.position(token, query.toArray());
    }
}
