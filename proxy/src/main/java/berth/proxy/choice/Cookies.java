package berth.proxy.choice;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The cookies by which clients come back to their target (ELB: AWSALB, AWSALBAPP-0) or their target group
/// (AWSALBTG).
///
/// A value is a token and the second at which it ends, so that a client that keeps a cookie too long is not
/// obeyed.
public final class Cookies {
    public static final String TARGET = "AWSALB";
    public static final String GROUP = "AWSALBTG";
    public static final String APPLICATION = "AWSALBAPP-0";

    private Cookies() {}

    /// The token in the cookie of this name, or in its twin for requests from other sites; null if there is
    /// none that holds.
    ///
    /// @param fields the values of the request's Cookie fields
    public static @Nullable String token(List<String> fields, String name, Instant now) {
        String value = value(fields, name);
        if (value == null) {
            value = value(fields, name + "CORS");
        }
        if (value == null) {
            return null;
        }
        int dash = value.indexOf('-');
        try {
            return dash > 0 && Long.parseLong(value.substring(dash + 1), 16) > now.getEpochSecond()
                    ? value.substring(0, dash)
                    : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /// The value of a cookie; null if the request has none of this name.
    public static @Nullable String value(List<String> fields, String name) {
        for (String field : fields) {
            for (String pair : field.split(";")) {
                String text = pair.strip();
                if (text.length() > name.length() && text.charAt(name.length()) == '=' && text.startsWith(name)) {
                    return text.substring(name.length() + 1);
                }
            }
        }
        return null;
    }

    /// The Set-Cookie fields for a token: the cookie and, but for the application's, its twin.
    public static List<String> set(String name, String token, Duration duration, Instant now) {
        Instant end = now.plus(duration);
        String value = token + '-' + Long.toHexString(end.getEpochSecond());
        String rest =
                "; Expires=" + DateTimeFormatter.RFC_1123_DATE_TIME.format(end.atOffset(ZoneOffset.UTC)) + "; Path=/";
        List<String> fields = new ArrayList<>(2);
        fields.add(name + '=' + value + rest);
        if (!name.equals(APPLICATION)) {
            fields.add(name + "CORS=" + value + rest + "; SameSite=None; Secure");
        }
        return fields;
    }

    /// Whether a target's response sets the application's cookie.
    public static boolean sets(List<String> setCookies, String name) {
        return setCookies.stream().anyMatch(field -> field.strip().startsWith(name + "="));
    }
}
