package berth.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/// The parameters of a query.
final class Parameters {
    private Parameters() {}

    static TreeMap<String, String> of(String rawQuery) {
        TreeMap<String, String> parameters = new TreeMap<>();
        for (String pair : rawQuery.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
