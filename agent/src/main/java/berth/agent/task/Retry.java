package berth.agent.task;

import berth.agent.engine.EngineFault.Kind;
import berth.kernel.Rng;
import java.time.Duration;

/// When a failed action is tried again, and when it is over.
///
/// ECS: the agent pulls up to 5 times, 1.1 s to 5 s apart, doubling, and never again after a refusal; it stops
/// up to 5 times. Differs from ECS: stopping and removing is tried until it works, since giving up would leave
/// a container that nobody wants.
///
/// Worked example: a registry that is away. Pulls at 0 s, about 1.1, 3.3, 7.7 and 12.7 s; the fifth failure
/// stops the container with "CannotPullContainerError: ref pull has been retried 4 time(s): …".
public final class Retry {
    /// Pulls, creations and starts of a container, altogether.
    static final int ATTEMPTS = 5;
    /// Host ports tried for one container, and waits for an address that is still held.
    static final int PLACES = 12;

    private static final long FIRST_MILLIS = 1_100;
    private static final long QUICK_MILLIS = 200;
    private static final long LAST_MILLIS = 5_000;

    private Retry() {}

    /// Whether a pull's failure is its last.
    static boolean pullOver(Attempt attempt) {
        return attempt.fault().kind() != Kind.UNAVAILABLE || attempt.count() >= ATTEMPTS;
    }

    /// Whether a creation's failure is its last.
    static boolean createOver(Attempt attempt) {
        return attempt.fault().kind() != Kind.UNAVAILABLE || attempt.count() >= ATTEMPTS;
    }

    /// Whether a start's failure is its last. A taken port is tried again with another where the port is dynamic.
    static boolean startOver(Attempt attempt, boolean dynamicPorts) {
        return switch (attempt.fault().kind()) {
            case UNAVAILABLE -> attempt.count() >= ATTEMPTS;
            case PORT_TAKEN -> !dynamicPorts || attempt.count() >= PLACES;
            case NOT_FOUND, UNAUTHORIZED, ADDRESS_TAKEN, REFUSED -> true;
        };
    }

    /// Whether an interface cannot be made. An address may still be held by a pause container that is being
    /// removed.
    static boolean openOver(Attempt attempt) {
        return switch (attempt.fault().kind()) {
            case UNAVAILABLE, ADDRESS_TAKEN -> attempt.count() >= PLACES;
            case NOT_FOUND, UNAUTHORIZED, PORT_TAKEN, REFUSED -> true;
        };
    }

    /// The pause before the next try, with up to a fifth of jitter drawn from `rng`.
    public static Duration pause(Kind kind, int count, Rng rng) {
        if (kind == Kind.PORT_TAKEN) {
            return Duration.ZERO;
        }
        long first = kind == Kind.ADDRESS_TAKEN ? QUICK_MILLIS : FIRST_MILLIS;
        long millis = Math.min(LAST_MILLIS, first << Math.min(count - 1, 10));
        return Duration.ofMillis(millis + rng.nextInt((int) (millis / 5) + 1));
    }
}
