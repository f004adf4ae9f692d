package berth.wire.sigv4;

import berth.wire.Headers;
import berth.wire.HttpCall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/// The one text that every party makes of the same request, whatever a proxy did to spaces, order and encoding.
final class CanonicalRequest {
    private static final String HEX = "0123456789ABCDEF";

    private CanonicalRequest() {}

    /// Method, path, query, signed headers and payload hash, a line each.
    static String of(HttpCall call, List<String> signedHeaders, String payloadHash) {
        StringBuilder text = new StringBuilder(512);
        text.append(call.method()).append('\n');
        text.append(path(call.path())).append('\n');
        text.append(query(call.rawQuery())).append('\n');
        for (String name : signedHeaders) {
            text.append(name.toLowerCase(Locale.ROOT)).append(':');
            text.append(header(call.headers(), name)).append('\n');
        }
        text.append('\n').append(String.join(";", signedHeaders).toLowerCase(Locale.ROOT));
        return text.append('\n').append(payloadHash).toString();
    }

    /// All values of the name, folded and runs of blanks made one, with commas between.
    private static String header(Headers headers, String name) {
        List<String> values = new ArrayList<>();
        for (String value : headers.all(name)) {
            values.add(value.strip().replaceAll("\\s+", " "));
        }
        return String.join(",", values);
    }

    /// The path without `.`, `..` and empty segments, encoded once more than it was sent: every service but S3.
    static String path(String path) {
        Deque<String> kept = new ArrayDeque<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        StringBuilder text = new StringBuilder();
        for (String segment : kept) {
            text.append('/').append(encode(segment.getBytes(StandardCharsets.UTF_8)));
        }
        return text.isEmpty() ? "/" : path.endsWith("/") ? text.append('/').toString() : text.toString();
    }

    /// The parameters, decoded and encoded again in AWS's way, sorted by name and then value.
    static String query(String rawQuery) {
        if (rawQuery.isEmpty()) {
            return "";
        }
        record Parameter(String name, String value) {}
        List<Parameter> parameters = new ArrayList<>();
        for (String pair : rawQuery.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = encode(decode(equals < 0 ? pair : pair.substring(0, equals)));
                parameters.add(new Parameter(name, equals < 0 ? "" : encode(decode(pair.substring(equals + 1)))));
            }
        }
        parameters.sort((one, other) -> {
            int byName = one.name().compareTo(other.name());
            return byName != 0 ? byName : one.value().compareTo(other.value());
        });
        return String.join(
                "&",
                parameters.stream()
                        .map(each -> each.name() + '=' + each.value())
                        .toList());
    }

    /// Percent-decoding that leaves a stray `%` as it is: such a query does not match, or does, but breaks nothing.
    private static byte[] decode(String text) {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length);
        for (int at = 0; at < raw.length; at++) {
            int high = raw[at] == '%' && at + 2 < raw.length ? Character.digit(raw[at + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(raw[at + 2], 16) : -1;
            if (low >= 0) {
                out.write(high << 4 | low);
                at += 2;
            } else {
                out.write(raw[at] == '+' ? ' ' : raw[at]);
            }
        }
        return out.toByteArray();
    }

    /// Everything but letters, digits and `-_.~` as `%XX` with upper-case digits.
    private static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length + 16);
        for (byte each : bytes) {
            int octet = each & 0xff;
            boolean plain = octet >= 'a' && octet <= 'z'
                    || octet >= 'A' && octet <= 'Z'
                    || octet >= '0' && octet <= '9'
                    || "-_.~".indexOf(octet) >= 0;
            if (plain) {
                text.append((char) octet);
            } else {
                text.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 15));
            }
        }
        return text.toString();
    }
}
