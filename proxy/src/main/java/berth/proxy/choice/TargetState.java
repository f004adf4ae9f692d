package berth.proxy.choice;

import berth.routing.Target;
import berth.routing.TargetHealth;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/// A registered target while it is in the table. Connections hold on to it; the proxy's loop alone changes it,
/// but for the count of what is in flight.
public final class TargetState {
    private final String groupArn;
    private final String token;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile Target target;
    private volatile TargetHealth health = TargetHealth.CHECKING;
    private volatile boolean gone;
    private volatile boolean warming;
    private volatile long warmingSinceNanos;

    /// @param token names the target in cookies, and tells nothing else
    public TargetState(String groupArn, Target target, String token) {
        this.groupArn = groupArn;
        this.target = target;
        this.token = token;
    }

    public String groupArn() {
        return groupArn;
    }

    public Target target() {
        return target;
    }

    /// A new table has it with another standing.
    public void become(Target now) {
        target = now;
    }

    public TargetHealth health() {
        return health;
    }

    public void health(TargetHealth now) {
        health = now;
    }

    public String token() {
        return token;
    }

    public boolean isActive() {
        return !gone && target.standing() == Target.Standing.ACTIVE;
    }

    /// Whether it may get requests while enough others may.
    public boolean isFit() {
        return switch (health.state()) {
            case HEALTHY, UNAVAILABLE -> true;
            case INITIAL, UNHEALTHY, UNHEALTHY_DRAINING, UNUSED, DRAINING -> false;
        };
    }

    /// No longer in any table: what is in flight has no more time.
    public boolean isGone() {
        return gone;
    }

    public void leave() {
        gone = true;
    }

    /// Its slow start begins.
    public void warmFrom(long nowNanos) {
        warmingSinceNanos = nowNanos;
        warming = true;
    }

    public void endWarming() {
        warming = false;
    }

    public boolean isWarming() {
        return warming;
    }

    /// For how long its slow start has been going on.
    public Duration warmedFor(long nowNanos) {
        return Duration.ofNanos(nowNanos - warmingSinceNanos);
    }

    public int inFlight() {
        return inFlight.get();
    }

    public void began() {
        inFlight.incrementAndGet();
    }

    /// True if it was the last one of a target that is draining.
    public boolean ended() {
        return inFlight.decrementAndGet() == 0 && !isActive();
    }

    @Override
    public String toString() {
        return target.id() + ':' + target.port() + " (" + target.host() + ')';
    }
}
