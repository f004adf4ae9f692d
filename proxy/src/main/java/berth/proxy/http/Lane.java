package berth.proxy.http;

import berth.proxy.choice.TargetState;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One thread's share of the proxy: its connections to targets, which only clients of the same thread use, so
/// that nothing is ever handed from one thread to another.
public final class Lane {
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final Consumer<TargetState> drained;
    private final Map<TargetState, TargetPool> pools = new HashMap<>();

    /// @param drained told when a target that gets nothing new finished what it had; on this lane's thread
    public Lane(EventLoop loop, Consumer<TargetState> drained) {
        this.loop = loop;
        this.drained = drained;
        loop.scheduleWithFixedDelay(this::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    public EventLoop loop() {
        return loop;
    }

    TargetPool pool(TargetState target, TargetPool.Spoken spoken) {
        TargetPool pool = pools.get(target);
        if (pool == null || !pool.spoken().equals(spoken)) {
            if (pool != null) {
                pool.retire();
            }
            pool = new TargetPool(this, target, spoken);
            pools.put(target, pool);
        }
        return pool;
    }

    public void began(TargetState target) {
        target.began();
    }

    public void ended(TargetState target) {
        if (target.ended()) {
            drained.accept(target);
        }
    }

    /// The target's time is over: idle connections to it close, and what is in flight there is answered with
    /// 502.
    public void leave(TargetState target) {
        TargetPool pool = pools.remove(target);
        if (pool != null) {
            pool.cut();
        }
    }

    private void sweep() {
        List<TargetState> empty = new ArrayList<>();
        pools.forEach((target, pool) -> {
            pool.sweep();
            if (pool.isEmpty()) {
                empty.add(target);
            }
        });
        empty.forEach(pools::remove);
    }
}
