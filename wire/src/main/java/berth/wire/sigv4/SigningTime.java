package berth.wire.sigv4;

import berth.wire.Headers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// When a request was signed: X-Amz-Date in ISO 8601's basic form (`20240229T213525Z`), else the Date header.
record SigningTime(Instant instant) {
    /// How far the caller's clock may be off, either way.
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

    /// The time that the headers give; there is one, Authorization has seen to that.
    static SigningTime read(Headers headers, Refusals refusals) {
        Optional<String> own = headers.first("X-Amz-Date");
        String text = own.or(() -> headers.first("Date")).orElse("");
        try {
            Instant instant = own.isPresent() || text.endsWith("Z")
                    ? LocalDateTime.parse(text, BASIC).toInstant(ZoneOffset.UTC)
                    : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            return new SigningTime(instant);
        } catch (DateTimeException notOne) {
            throw refusals.incomplete("Date must be in ISO-8601 'basic format'. Got '"
                    + (text.length() <= 40 ? text : text.substring(0, 40) + "...")
                    + "'. See http://en.wikipedia.org/wiki/ISO_8601");
        }
    }

    /// Raises unless `now` is within [#TOLERANCE]. Signed 21:35:25 and now 21:40:26: 21:35:25 is earlier than 21:35:26,
    /// refused; now 21:40:25: accepted.
    void check(Instant now, Refusals refusals) {
        Instant earliest = now.minus(TOLERANCE);
        Instant latest = now.plus(TOLERANCE);
        if (instant.isBefore(earliest)) {
            throw refusals.expired("Signature expired: " + this + " is now earlier than " + format(earliest) + " ("
                    + format(now) + " - 5 min.)");
        }
        if (instant.isAfter(latest)) {
            throw refusals.expired("Signature not yet current: " + this + " is still later than " + format(latest)
                    + " (" + format(now) + " + 5 min.)");
        }
    }

    /// The day, as the credential scope must have it: `20240229`.
    String day() {
        return toString().substring(0, 8);
    }

    private static String format(Instant instant) {
        return BASIC.format(instant.atOffset(ZoneOffset.UTC));
    }

    @Override
    public String toString() {
        return format(instant);
    }
}
