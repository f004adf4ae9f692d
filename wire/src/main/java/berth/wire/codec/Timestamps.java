package berth.wire.codec;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Instants in the forms that AWS writes them in. Milliseconds are kept, finer parts cut off.
final class Timestamps {
    /// Year 9999 and year -9999: beyond, neither ISO 8601 nor any client follows.
    private static final double FURTHEST_SECONDS = 253_402_300_799.999;

    private static final DateTimeFormatter RFC_822 =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", java.util.Locale.US);

    private Timestamps() {}

    /// Seconds since 1970 with up to three decimals: `1709242525.051`, `1709242525`.
    static String epochSeconds(Instant instant) {
        long millis = instant.toEpochMilli();
        return Math.floorMod(millis, 1000L) == 0
                ? Long.toString(millis / 1000)
                : BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
    }

    static Optional<Instant> fromEpochSeconds(double seconds) {
        return Math.abs(seconds) <= FURTHEST_SECONDS
                ? Optional.of(Instant.ofEpochMilli(Math.round(seconds * 1000)))
                : Optional.empty();
    }

    /// `2024-02-29T21:35:25.051Z`, always with milliseconds as STS and EC2 write them.
    static String iso8601(Instant instant) {
        return DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC).format(instant)
                + DateTimeFormatter.ofPattern("'T'HH:mm:ss.SSS'Z'")
                        .withZone(ZoneOffset.UTC)
                        .format(instant);
    }

    /// An instant with any offset: `2024-02-29T21:35:25Z`, `2024-02-29T22:35:25.051+01:00`.
    static Optional<Instant> fromIso8601(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return Math.abs((double) instant.getEpochSecond()) <= FURTHEST_SECONDS
                    ? Optional.of(Instant.ofEpochMilli(instant.toEpochMilli()))
                    : Optional.empty();
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }

    /// `Thu, 29 Feb 2024 21:35:25 GMT`.
    static String rfc822(Instant instant) {
        return RFC_822.format(instant.atOffset(ZoneOffset.UTC));
    }
}
