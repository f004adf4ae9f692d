package berth.control.ecs.instance.plan;

import berth.control.ecs.instance.model.ContainerInstance;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pcollections.PSortedSet;

/// Neighbours by number: tasks of the group on hosts, each in a zone.
final class Around implements Neighbours {
    static final Neighbours NOBODY = new Around();

    private final TreeMap<String, Integer> onHost = new TreeMap<>();
    private final TreeMap<String, Integer> inZone = new TreeMap<>();
    private Exhausted exhausted = Exhausted.NOTHING;

    Around with(String host, String zone) {
        onHost.merge(host, 1, Integer::sum);
        inZone.merge(zone, 1, Integer::sum);
        exhausted = exhausted.joined(host, onHost(host));
        return this;
    }

    /// One fewer, where there is one.
    Around without(String host, String zone) {
        onHost.computeIfPresent(host, (id, count) -> count == 1 ? null : count - 1);
        inZone.computeIfPresent(zone, (name, count) -> count - 1);
        exhausted = exhausted.joined(host, onHost(host));
        return this;
    }

    /// No more tasks on a host that goes; its zone keeps the count.
    void gone(String host) {
        onHost.remove(host);
        exhausted = exhausted.joined(host, 0);
    }

    @Override
    public int onHost(String hostId) {
        return onHost.getOrDefault(hostId, 0);
    }

    @Override
    public int inZone(String zone) {
        return inZone.getOrDefault(zone, 0);
    }

    @Override
    public SortedMap<String, Integer> hosts() {
        return onHost;
    }

    @Override
    public SortedMap<Integer, TreeSet<String>> hostsByCount() {
        TreeMap<Integer, TreeSet<String>> hosts = new TreeMap<>();
        onHost.forEach((host, count) ->
                hosts.computeIfAbsent(count, one -> new TreeSet<>()).add(host));
        return hosts;
    }

    @Override
    public SortedSet<String> without(PSortedSet<String> among) {
        return among.minusAll(onHost.keySet());
    }

    @Override
    public Exhausted exhausted() {
        return exhausted;
    }

    @Override
    public void remember(Exhausted found) {
        exhausted = onHost.isEmpty() ? exhausted : found;
    }

    @Override
    public boolean has(ContainerInstance instance, String group) {
        return group.equals("g") && onHost(instance.hostId()) > 0;
    }

    @Override
    public SortedSet<String> groups(ContainerInstance instance) {
        return has(instance, "g") ? new TreeSet<>(Collections.singleton("g")) : new TreeSet<>();
    }

    @Override
    public int running(ContainerInstance instance) {
        return onHost(instance.hostId());
    }
}
