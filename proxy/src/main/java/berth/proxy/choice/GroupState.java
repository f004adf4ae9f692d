package berth.proxy.choice;

import berth.routing.TargetGroup;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A target group while it is in the table: which of its targets get requests, and whose turn it is.
public final class GroupState {
    private record Now(
            TargetGroup group,
            List<TargetState> targets,
            TargetState[] eligible,
            TreeMap<String, TargetState> byToken) {}

    private final String token;
    private final AtomicInteger turn = new AtomicInteger();
    private volatile Now now;

    /// @param token names the group in cookies
    public GroupState(TargetGroup group, String token) {
        this.token = token;
        this.now = new Now(group, List.of(), new TargetState[0], new TreeMap<>());
    }

    public TargetGroup group() {
        return now.group;
    }

    public String token() {
        return token;
    }

    /// All that the table has, in its order.
    public List<TargetState> targets() {
        return now.targets;
    }

    /// The table or a target's health changed.
    public void become(TargetGroup group, List<TargetState> targets) {
        List<TargetState> eligible = Eligible.of(
                targets, group.attributes().minimumHealthy(), group.attributes().minimumHealthyPercent());
        TreeMap<String, TargetState> byToken = new TreeMap<>();
        for (TargetState target : eligible) {
            byToken.put(target.token(), target);
        }
        now = new Now(group, List.copyOf(targets), eligible.toArray(TargetState[]::new), byToken);
    }

    /// The target that a cookie names, if it gets requests.
    public @Nullable TargetState byToken(String token) {
        return now.byToken.get(token);
    }

    /// The next request's target; null if no target is registered.
    ///
    /// Round robin gives a target in slow start a share that grows linearly with its time, by passing it over.
    ///
    /// Worked example: of two targets one is 15 s into a slow start of 60 s. It is passed over in three of four
    /// of its turns, so that it gets 1 request where the other gets 4 and not 1.
    ///
    /// @param except one that was tried in vain; it is chosen only if there is no other
    public @Nullable TargetState next(long nowNanos, @Nullable TargetState except) {
        TargetState[] eligible = now.eligible;
        if (eligible.length == 0) {
            return null;
        }
        if (eligible.length == 1) {
            return eligible[0];
        }
        return switch (now.group.attributes().algorithm()) {
            case ROUND_ROBIN -> roundRobin(eligible, nowNanos, except);
            case LEAST_OUTSTANDING_REQUESTS -> leastOutstanding(eligible, except);
            case WEIGHTED_RANDOM -> random(eligible, except);
        };
    }

    /// The target of a client that is told by its address: the same one as long as the same targets get
    /// connections.
    public @Nullable TargetState byAddress(byte[] address) {
        TargetState[] eligible = now.eligible;
        return eligible.length == 0
                ? null
                : eligible[(int) (Spread.scattered(Arrays.hashCode(address)) * eligible.length)];
    }

    private TargetState roundRobin(TargetState[] eligible, long nowNanos, @Nullable TargetState except) {
        TargetState last = eligible[0];
        for (int i = 0; i <= eligible.length; i++) {
            int number = turn.getAndIncrement();
            TargetState target = eligible[Math.floorMod(number, eligible.length)];
            if (target == except) {
                continue;
            }
            last = target;
            if (!target.isWarming() || Spread.at(number) < share(target, nowNanos)) {
                return target;
            }
        }
        return last;
    }

    private double share(TargetState target, long nowNanos) {
        long whole = now.group.attributes().slowStart().toNanos();
        return whole == 0 ? 1 : (double) target.warmedFor(nowNanos).toNanos() / whole;
    }

    private TargetState leastOutstanding(TargetState[] eligible, @Nullable TargetState except) {
        int first = turn.getAndIncrement();
        TargetState best = null;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < eligible.length; i++) {
            TargetState target = eligible[Math.floorMod(first + i, eligible.length)];
            int inFlight = target.inFlight();
            if (target != except && inFlight < least) {
                best = target;
                least = inFlight;
            }
        }
        return best == null ? eligible[0] : best;
    }

    private TargetState random(TargetState[] eligible, @Nullable TargetState except) {
        TargetState target = eligible[0];
        for (int i = 0; i < 8; i++) {
            target = eligible[(int) (Spread.scattered(turn.getAndIncrement()) * eligible.length)];
            if (target != except) {
                break;
            }
        }
        return target;
    }
}
