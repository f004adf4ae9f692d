package berth.control.explain;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Times and numbers for people.
final class Words {
    private Words() {}

    /// `2026-01-01T12:00:00Z`.
    static String at(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// `12 s`, `5 min`, `3 h`.
    static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    /// `2026-01-01T12:00:00Z (12 s ago)`.
    static String ago(Instant then, Instant now) {
        return at(then) + " (" + span(Duration.between(then, now)) + " ago)";
    }

    /// `2026-01-01T12:00:00Z (in 12 s)`; a begun second counts whole.
    static String ahead(Instant then, Instant now) {
        return at(then) + " (in " + span(Duration.between(now, then).plusMillis(999)) + ")";
    }

    /// `1 task`, `2 tasks`.
    static String count(int number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }
}
