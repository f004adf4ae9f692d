package berth.control.logs.plan.pattern;

import java.util.ArrayList;
import java.util.List;

/// Splits a message into fields at blanks. CloudWatch: what stands between brackets or double quotes is one field.
///
/// `1.2.3.4 - [10/Oct/2000 -0700] "GET /" 200` has the fields `1.2.3.4`, `-`, `10/Oct/2000 -0700`, `GET /`, `200`.
final class MessageFields {
    private final String message;
    private int at;

    private MessageFields(String message) {
        this.message = message;
    }

    /// @param most so many fields; the last of them is all that is left
    static List<String> of(String message, int most) {
        return new MessageFields(message).split(most);
    }

    private List<String> split(int most) {
        List<String> fields = new ArrayList<>();
        skipBlanks();
        while (at < message.length() && fields.size() < most) {
            int start = at;
            String field = field();
            skipBlanks();
            boolean rest = fields.size() == most - 1 && at < message.length();
            fields.add(rest ? message.substring(start).strip() : field);
        }
        return fields;
    }

    private String field() {
        char first = message.charAt(at);
        int close = first == '[' ? message.indexOf(']', at) : first == '"' ? message.indexOf('"', at + 1) : -1;
        if (close >= 0) {
            String inside = message.substring(at + 1, close);
            at = close + 1;
            return inside;
        }
        int start = at;
        while (at < message.length() && !Character.isWhitespace(message.charAt(at))) {
            at++;
        }
        return message.substring(start, at);
    }

    private void skipBlanks() {
        while (at < message.length() && Character.isWhitespace(message.charAt(at))) {
            at++;
        }
    }
}
