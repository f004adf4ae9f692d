package berth.control.ecs.instance;

import berth.kernel.host.Fencing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Counts for how long each host was not heard, in ticks and not by a clock: a wall clock may jump, and a machine that
/// was busy or asleep ticks less, so that a host is given up late rather than early.
///
/// Worked example: a tick a second, a fence of 2 min. A host that was heard last at second 0 is silent at second 15 and
/// gone at second 150. Heard again at second 60, it is gone at second 210 at the earliest.
final class HostVigil {
    static final Duration TICK = Duration.ofSeconds(1);

    /// What a tick found.
    ///
    /// @param silent hosts that are disconnected from now on
    /// @param gone hosts whose tasks are held to be stopped from now on
    record Found(List<String> silent, List<String> gone) {}

    private final TreeMap<String, Long> ticks = new TreeMap<>();
    private final long silentAt;
    private final @Nullable Long goneAt;

    /// @param fence how long a host's tasks may run without a lease; null: for ever
    HostVigil(@Nullable Duration fence) {
        this.silentAt = Fencing.SILENCE.dividedBy(TICK);
        this.goneAt = fence == null ? null : fence.plus(Fencing.MARGIN).dividedBy(TICK);
    }

    void heard(String hostId) {
        ticks.put(hostId, 0L);
    }

    /// The host's connection broke: it is silent already, and gone no earlier for that.
    void left(String hostId) {
        ticks.putIfAbsent(hostId, 0L);
    }

    /// The host is known no more.
    void forget(String hostId) {
        ticks.remove(hostId);
    }

    Found tick() {
        List<String> silent = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (Map.Entry<String, Long> host : ticks.entrySet()) {
            long now = host.getValue() + 1;
            host.setValue(now);
            if (now == silentAt) {
                silent.add(host.getKey());
            }
            if (goneAt != null && now == goneAt) {
                gone.add(host.getKey());
            }
        }
        return new Found(silent, gone);
    }
}
