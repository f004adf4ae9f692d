package berth.control.dispatch;

import berth.kernel.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The paging tokens of one query: where the next page goes on, unreadable to clients and worthless for any other
/// query.
///
/// ECS: the filters must be repeated unchanged with a token; a token that does not fit is an
/// InvalidParameterException.
///
/// @param query the operation and its filters
public record PageTokens(List<String> query) {
    private static final char SEPARATOR = '\n';

    public PageTokens {
        query = List.copyOf(query);
    }

    public static PageTokens of(String operation, @Nullable Object... filters) {
        List<String> query = new java.util.ArrayList<>(List.of(operation));
        for (Object filter : filters) {
            query.add(String.valueOf(filter));
        }
        return new PageTokens(query);
    }

    public String write(String key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((fingerprint() + SEPARATOR + key).getBytes(StandardCharsets.UTF_8));
    }

    /// The key after which the page starts; empty, which is before every key, without a token.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    public String key(@Nullable String token) {
        if (token == null || token.isEmpty()) {
            return "";
        }
        String text = decoded(token);
        String prefix = fingerprint() + SEPARATOR;
        if (!text.startsWith(prefix)) {
            throw Fault.invalidParameter("Invalid token.").raise();
        }
        return text.substring(prefix.length());
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    private String fingerprint() {
        return Integer.toHexString(query.hashCode());
    }
}
