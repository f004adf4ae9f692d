package berth.proxy.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The Date field's value, formatted once a second.
public final class HttpDate {
    private record Second(long second, String text) {}

    private static volatile Second last = new Second(-1, "");

    private HttpDate() {}

    public static String now() {
        Instant now = Instant.now();
        Second known = last;
        if (known.second != now.getEpochSecond()) {
            known = new Second(
                    now.getEpochSecond(), DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)));
            last = known;
        }
        return known.text;
    }
}
