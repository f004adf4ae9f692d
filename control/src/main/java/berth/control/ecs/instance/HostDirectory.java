package berth.control.ecs.instance;

import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.instance.plan.HostRecords;
import berth.control.ecs.instance.plan.HostReports;
import berth.control.logs.LogStore;
import berth.control.logs.LogViews;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Decision;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.control.store.Writer;
import berth.kernel.Clock;
import berth.kernel.Loop;
import berth.kernel.host.Beat;
import berth.kernel.host.HostChannel;
import berth.kernel.host.HostFacts;
import berth.kernel.host.LogBatch;
import berth.kernel.host.Observed;
import berth.kernel.host.ProtectionAnswer;
import berth.kernel.host.ProtectionCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control plane's end of all host channels: turns what arrives into decisions and log appends. Thin;
/// what a report means is decided in [HostReports].
///
/// A report whose commit fails, for example because the disk is full, is submitted again for an hour: nothing
/// that a host said once depends on its saying it again. That reports may then be decided out of order does no
/// harm, since a task only moves forward.
public final class HostDirectory implements HostChannel.Upstream {
    private static final Logger LOG = LoggerFactory.getLogger(HostDirectory.class);
    private static final String CALLER = "berth:host";
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int RETRIES = 3_600;

    private final Writer writer;
    private final Loop loop;
    private final Clock clock;
    private final LogStore logs;
    private final HostChannels channels;
    private final HostReports reports;
    private final HostCalls calls;
    private final String zone;
    private final @Nullable Duration fence;
    private final HostVigil vigil;

    /// @param loop the writer's loop
    /// @param zone the zone of hosts that name none, for example `us-east-1a`
    /// @param fence how long a host's tasks may run without a lease; zero: for ever
    public HostDirectory(
            Writer writer,
            Loop loop,
            Clock clock,
            LogStore logs,
            HostChannels channels,
            HostReports reports,
            HostCalls calls,
            String zone,
            Duration fence) {
        this.writer = writer;
        this.loop = loop;
        this.clock = clock;
        this.logs = logs;
        this.channels = channels;
        this.reports = reports;
        this.calls = calls;
        this.zone = zone;
        this.fence = fence.isZero() ? null : fence;
        this.vigil = new HostVigil(this.fence);
    }

    /// After a start every host is as if it had been heard just now: how long it was silent before nobody knows.
    public void start() {
        writer.published().all(InstanceViews.HOSTS).forEach(host -> vigil.heard(host.id()));
        loop.schedule(HostVigil.TICK, this::tick);
    }

    private void tick() {
        HostVigil.Found found = vigil.tick();
        found.silent().forEach(this::silent);
        found.gone().forEach(this::lost);
        loop.schedule(HostVigil.TICK, this::tick);
    }

    /// A host that was removed: its connection ends, and nothing is counted of it any more.
    public void forget(String hostId) {
        loop.execute(() -> vigil.forget(hostId));
        channels.close(hostId);
    }

    private void silent(String hostId) {
        channels.close(hostId);
        submit("note that host " + hostId + " is silent", (state, context) -> gone(state, hostId, context));
    }

    /// Nothing of the host runs any more, by the rule of [berth.kernel.host.Fencing].
    private void lost(String hostId) {
        submit("give up the tasks of host " + hostId, (state, context) -> {
            Host host = state.find(InstanceViews.HOSTS, hostId);
            return host == null || host.connected() || channels.isOpen(hostId)
                    ? Outcome.unchanged(true)
                    : lost(state, host, context);
        });
    }

    private Outcome<Boolean> lost(State state, Host host, Context context) {
        List<Change> changes = reports.lost(state, host, context.now());
        if (!changes.isEmpty()) {
            LOG.warn(
                    "Host {} ({}) was not heard for the fencing time: its tasks are held to be stopped.",
                    host.id(),
                    host.name());
        }
        return new Outcome<>(changes, true);
    }

    @Override
    public void joined(HostFacts facts, HostChannel channel) {
        Host before = writer.published().find(InstanceViews.HOSTS, facts.hostId());
        // What an agent that is dead by now sent may come late; it must not cut off the one that lives.
        boolean late = before != null && before.session() > facts.session();
        if (late || !channels.open(facts.hostId(), facts.session(), channel)) {
            return;
        }
        loop.execute(() -> vigil.heard(facts.hostId()));
        submit("admit host " + facts.hostId(), (state, context) -> {
            Host known = state.find(InstanceViews.HOSTS, facts.hostId());
            if (known != null && known.session() > facts.session()) {
                // A newer agent was admitted while this decision waited to be tried again.
                return Outcome.unchanged(true);
            }
            Host host = HostRecords.joined(known, facts, zone, context.now());
            List<Change> changes = new ArrayList<>();
            changes.add(Change.put(InstanceViews.HOSTS, host));
            changes.addAll(forgotten(state, host));
            changes.addAll(reports.connected(state, host, true, context.now()));
            return new Outcome<>(changes, true);
        });
    }

    /// With a new start of its agent a host that was taken out of a cluster may be an instance there again. ECS: the
    /// agent registers anew.
    private static List<Change> forgotten(State state, Host host) {
        Host before = state.find(InstanceViews.HOSTS, host.id());
        if (before == null || before.session() == host.session()) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        for (ContainerInstance instance :
                state.by(InstanceViews.CONTAINER_INSTANCES, InstanceViews.BY_HOST, host.id())) {
            if (instance.status() == ContainerInstance.Status.INACTIVE) {
                changes.add(Change.delete(InstanceViews.CONTAINER_INSTANCES, instance.name()));
            }
        }
        return changes;
    }

    @Override
    public void observed(Observed report) {
        if (channels.admits(report)) {
            SortedSet<String> known = channels.known(report);
            submit(
                    "take in a report of host " + report.hostId(),
                    (state, context) -> new Outcome<>(observed(state, report, known, context), true));
        }
    }

    private List<Change> observed(State state, Observed report, SortedSet<String> known, Context context) {
        Host host = state.find(InstanceViews.HOSTS, report.hostId());
        return host == null || host.session() != report.session()
                ? List.of()
                : reports.observed(state, report, known, context);
    }

    @Override
    public void beat(Beat beat) {
        loop.execute(() -> {
            if (channels.renew(beat, fence)) {
                vigil.heard(beat.hostId());
            }
        });
    }

    @Override
    public void left(String hostId, HostChannel channel) {
        if (channels.close(hostId, channel)) {
            loop.execute(() -> vigil.left(hostId));
            submit("note that host " + hostId + " left", (state, context) -> gone(state, hostId, context));
        }
    }

    private Outcome<Boolean> gone(State state, String hostId, Context context) {
        Host host = state.find(InstanceViews.HOSTS, hostId);
        if (host == null || !host.connected() || channels.isOpen(hostId)) {
            return Outcome.unchanged(true);
        }
        Host left = host.left(context.now());
        List<Change> changes = new ArrayList<>();
        changes.add(Change.put(InstanceViews.HOSTS, left));
        changes.addAll(reports.connected(state, left, false, context.now()));
        return new Outcome<>(changes, true);
    }

    @Override
    public void log(String hostId, LogBatch batch, LongConsumer nextLine) {
        if (!exists(batch.group(), batch.stream())) {
            // A stream is made with the task that writes to it: it was deleted since. Its lines are dropped.
            nextLine.accept(batch.firstLine() + batch.lines().size());
            return;
        }
        logs.append(batch, clock.now(), appended -> {
            switch (appended) {
                case LogStore.Appended.Next(var line) -> nextLine.accept(line);
                case LogStore.Appended.Refused(var why) ->
                    LOG.warn(
                            "Lines of {} in {} could not be stored; host {} sends them again. {}",
                            batch.stream(),
                            batch.group(),
                            hostId,
                            why);
            }
        });
    }

    @Override
    public void logPosition(String hostId, String group, String stream, String source, LongConsumer nextLine) {
        logs.position(source, nextLine::accept);
    }

    private boolean exists(String group, String stream) {
        return writer.published().find(LogViews.STREAMS, group + ':' + stream) != null;
    }

    @Override
    public void protection(String hostId, ProtectionCall call, Consumer<ProtectionAnswer> answer) {
        calls.protection(hostId, call, answer);
    }

    private void submit(String what, Decision<Boolean> decision) {
        submit(what, decision, RETRIES);
    }

    private void submit(String what, Decision<Boolean> decision, int retries) {
        writer.submit(CALLER, decision, answer -> {
            if (answer instanceof Writer.Answer.Refused<Boolean>(var fault)) {
                if (retries > 0) {
                    LOG.warn("Could not {}; trying again in {}. {}", what, RETRY, fault.message());
                    loop.schedule(RETRY, () -> submit(what, decision, retries - 1));
                } else {
                    LOG.error("Could not {}, for {} tries; gave up. {}", what, RETRIES, fault.message());
                }
            }
        });
    }
}
