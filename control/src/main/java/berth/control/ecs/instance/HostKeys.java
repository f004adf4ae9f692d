package berth.control.ecs.instance;

import berth.control.ecs.instance.model.Host;
import berth.control.ecs.instance.model.HostKey;
import berth.control.ecs.instance.plan.HostReports;
import berth.control.store.Change;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.control.store.Writer;
import berth.control.vpc.VpcViews;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The keys of hosts that are other machines: made, bound to the host that first comes with one, revoked. Not a part of
/// ECS's API, where an instance's role lets its agent in. Thread-safe; answers come on the writer's loop.
public final class HostKeys {
    private static final String CALLER = "berth:host-keys";

    private final Writer writer;
    private final HostReports reports;
    private final Consumer<String> forgotten;

    /// @param forgotten told the id of a host that is known no more
    public HostKeys(Writer writer, HostReports reports, Consumer<String> forgotten) {
        this.writer = writer;
        this.reports = reports;
        this.forgotten = forgotten;
    }

    /// The key with this name and hash.
    public Optional<HostKey> find(String name, String hash) {
        return Optional.ofNullable(writer.published().find(InstanceViews.HOST_KEYS, name))
                .filter(key -> key.hash().equals(hash));
    }

    /// Adds a key.
    ///
    /// @param done told why not, or null
    public void add(String name, String hash, Consumer<@Nullable String> done) {
        decide(done, (state, now) -> {
            if (state.find(InstanceViews.HOST_KEYS, name) != null) {
                return refused("There is a host " + name + " already. Remove it first: ./berth host remove " + name);
            }
            return changed(List.of(Change.put(InstanceViews.HOST_KEYS, new HostKey(name, hash, null, now))));
        });
    }

    /// Binds a key to a host, unless it is another's.
    ///
    /// @param done told why not, or null
    public void bind(String name, String hostId, Consumer<@Nullable String> done) {
        decide(done, (state, now) -> {
            HostKey key = state.find(InstanceViews.HOST_KEYS, name);
            if (key == null) {
                return refused("The key of " + name + " was revoked.");
            }
            String known = key.hostId();
            if (known != null && !known.equals(hostId)) {
                return refused("The key of %s is bound to the host %s, and this is %s. Each host has a key of its own;"
                                .formatted(name, known, hostId)
                        + " if the data directory of the agent was lost: ./berth host remove, then ./berth host add.");
            }
            boolean taken = state.all(InstanceViews.HOST_KEYS).stream()
                    .anyMatch(other -> !other.name().equals(name) && hostId.equals(other.hostId()));
            if (taken || known == null && state.find(InstanceViews.HOSTS, hostId) != null) {
                return refused("The host " + hostId + " is known by another key, or is this machine itself.");
            }
            return changed(
                    known != null ? List.of() : List.of(Change.put(InstanceViews.HOST_KEYS, key.boundTo(hostId))));
        });
    }

    /// Revokes a key, and forgets the host that came with it.
    ///
    /// @param force also where the host has tasks: they are STOPPED at once
    /// @param done told why not, or null
    public void remove(String name, boolean force, Consumer<@Nullable String> done) {
        HostKey known = writer.published().find(InstanceViews.HOST_KEYS, name);
        decide(
                refusal -> {
                    if (refusal == null && known != null && known.hostId() != null) {
                        forgotten.accept(known.hostId());
                    }
                    done.accept(refusal);
                },
                (state, now) -> {
                    HostKey key = state.find(InstanceViews.HOST_KEYS, name);
                    if (key == null) {
                        return refused("There is no host " + name + ".");
                    }
                    Host host = key.hostId() == null ? null : state.find(InstanceViews.HOSTS, key.hostId());
                    List<Change> stopped = host == null ? List.of() : reports.removed(state, host, now);
                    if (!stopped.isEmpty() && !force) {
                        return refused("The host " + name + " has tasks. Drain it first, or remove it with --force:"
                                + " then they count as stopped at once.");
                    }
                    List<Change> changes = new ArrayList<>(stopped);
                    changes.add(Change.delete(InstanceViews.HOST_KEYS, name));
                    if (host != null) {
                        changes.addAll(forget(state, host.id()));
                    }
                    return changed(changes);
                });
    }

    /// Whatever is kept of a host.
    private static List<Change> forget(State state, String hostId) {
        List<Change> changes = new ArrayList<>();
        changes.add(Change.delete(InstanceViews.HOSTS, hostId));
        if (state.find(InstanceViews.ALLOCATIONS, hostId) != null) {
            changes.add(Change.delete(InstanceViews.ALLOCATIONS, hostId));
        }
        state.by(InstanceViews.CONTAINER_INSTANCES, InstanceViews.BY_HOST, hostId)
                .forEach(instance -> changes.add(Change.delete(InstanceViews.CONTAINER_INSTANCES, instance.name())));
        state.by(VpcViews.NETWORK_INTERFACES, VpcViews.WARM_BY_HOST, hostId)
                .forEach(eni -> changes.add(Change.delete(VpcViews.NETWORK_INTERFACES, eni.id())));
        state.by(VpcViews.ADDRESS_BLOCKS, VpcViews.BLOCKS_BY_HOST, hostId)
                .forEach(block -> changes.add(Change.delete(VpcViews.ADDRESS_BLOCKS, block.id())));
        return changes;
    }

    private interface Rule {
        Outcome<Optional<String>> decide(State state, Instant now);
    }

    private void decide(Consumer<@Nullable String> done, Rule rule) {
        writer.<Optional<String>>submit(CALLER, (state, context) -> rule.decide(state, context.now()), answer -> {
            switch (answer) {
                case Writer.Answer.Done<Optional<String>>(var refusal) -> done.accept(refusal.orElse(null));
                case Writer.Answer.Refused<Optional<String>>(var fault) -> done.accept(fault.message());
            }
        });
    }

    private static Outcome<Optional<String>> refused(String why) {
        return Outcome.unchanged(Optional.of(why));
    }

    private static Outcome<Optional<String>> changed(List<Change> changes) {
        return new Outcome<>(changes, Optional.empty());
    }
}
