package berth.agent;

import berth.kernel.host.HostChannel;
import berth.kernel.host.Observed;
import berth.kernel.host.ObservedTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Sends what changed since the last report, or everything.
final class Reporter {
    private final HostChannel.Upstream upstream;
    private final String hostId;
    private final long session;
    private final SortedMap<String, ObservedTask> said = new TreeMap<>();
    private List<String> saidWarm = List.of();
    private long saidVersion;
    private long sequence;

    Reporter(HostChannel.Upstream upstream, String hostId, long session) {
        this.upstream = upstream;
        this.hostId = hostId;
        this.session = session;
    }

    /// Sends what of `tasks` differs from what was said before; nothing if nothing does.
    void changes(SortedMap<String, ObservedTask> tasks, List<String> warm, long version) {
        List<ObservedTask> changed = new ArrayList<>();
        for (Map.Entry<String, ObservedTask> task : tasks.entrySet()) {
            if (!task.getValue().equals(said.put(task.getKey(), task.getValue()))) {
                changed.add(task.getValue());
            }
        }
        if (!changed.isEmpty() || !warm.equals(saidWarm) || version != saidVersion) {
            send(false, changed, warm, version);
        }
    }

    /// Sends everything there is.
    void everything(SortedMap<String, ObservedTask> tasks, List<String> warm, long version) {
        said.clear();
        said.putAll(tasks);
        send(true, List.copyOf(tasks.values()), warm, version);
    }

    void forget(String arn) {
        said.remove(arn);
    }

    private void send(boolean full, List<ObservedTask> tasks, List<String> warm, long version) {
        saidWarm = warm;
        saidVersion = version;
        upstream.observed(new Observed(hostId, session, ++sequence, version, full, tasks, warm));
    }
}
