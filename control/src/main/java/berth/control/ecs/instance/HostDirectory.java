package berth.control.ecs.instance;

import berth.control.ecs.instance.model.Host;
import berth.control.ecs.instance.plan.HostRecords;
import berth.control.ecs.instance.plan.HostReports;
import berth.control.logs.LogStore;
import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.model.LogStream;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Decision;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.control.store.Writer;
import berth.kernel.Clock;
import berth.kernel.Loop;
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
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Writer writer;
    private final Loop loop;
    private final Clock clock;
    private final LogStore logs;
    private final HostChannels channels;
    private final HostReports reports;
    private final HostCalls calls;
    private final String zone;

    /// @param loop the writer's loop
    /// @param zone the zone that hosts are in, for example `us-east-1a`
    public HostDirectory(
            Writer writer,
            Loop loop,
            Clock clock,
            LogStore logs,
            HostChannels channels,
            HostReports reports,
            HostCalls calls,
            String zone) {
        this.writer = writer;
        this.loop = loop;
        this.clock = clock;
        this.logs = logs;
        this.channels = channels;
        this.reports = reports;
        this.calls = calls;
        this.zone = zone;
    }

    /// After a start: hosts that do not come back within a grace time are not connected.
    public void start() {
        loop.schedule(GRACE, () -> {
            for (Host host : writer.published().all(InstanceViews.HOSTS)) {
                if (host.connected() && !channels.isOpen(host.id())) {
                    submit("note that host " + host.id() + " is gone", (state, context) -> gone(state, host, context));
                }
            }
        });
    }

    @Override
    public void joined(HostFacts facts, HostChannel channel) {
        Host before = writer.published().find(InstanceViews.HOSTS, facts.hostId());
        // What an agent that is dead by now sent may come late; it must not cut off the one that lives.
        boolean late = before != null && before.session() > facts.session();
        if (late || !channels.open(facts.hostId(), facts.session(), channel)) {
            return;
        }
        submit("admit host " + facts.hostId(), (state, context) -> {
            Host host = HostRecords.joined(state.find(InstanceViews.HOSTS, facts.hostId()), facts, zone, context.now());
            List<Change> changes = new ArrayList<>();
            changes.add(Change.put(InstanceViews.HOSTS, host));
            changes.addAll(reports.connected(state, host, true, context.now()));
            return new Outcome<>(changes, true);
        });
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
    public void left(String hostId) {
        if (channels.close(hostId)) {
            submit("note that host " + hostId + " left", (state, context) -> {
                Host host = state.find(InstanceViews.HOSTS, hostId);
                return host == null || channels.isOpen(hostId) ? Outcome.unchanged(true) : gone(state, host, context);
            });
        }
    }

    private Outcome<Boolean> gone(State state, Host host, Context context) {
        Host left = HostRecords.left(host, context.now());
        List<Change> changes = new ArrayList<>();
        changes.add(Change.put(InstanceViews.HOSTS, left));
        changes.addAll(reports.connected(state, left, false, context.now()));
        return new Outcome<>(changes, true);
    }

    @Override
    public void log(String hostId, LogBatch batch, LongConsumer nextLine) {
        withStream(
                batch.group(),
                batch.stream(),
                () -> logs.append(batch, clock.now(), appended -> {
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
                }));
    }

    @Override
    public void logPosition(String hostId, String group, String stream, String source, LongConsumer nextLine) {
        withStream(group, stream, () -> logs.position(source, nextLine::accept));
    }

    @Override
    public void protection(String hostId, ProtectionCall call, Consumer<ProtectionAnswer> answer) {
        calls.protection(hostId, call, answer);
    }

    /// A stream is made with the task that writes to it; here only if it was deleted since.
    private void withStream(String group, String stream, Runnable then) {
        if (writer.published().find(LogViews.STREAMS, group + ':' + stream) != null) {
            then.run();
            return;
        }
        writer.<Boolean>submit(
                CALLER,
                (state, context) -> {
                    List<Change> changes = new ArrayList<>();
                    if (state.find(LogViews.GROUPS, group) == null) {
                        changes.add(Change.put(LogViews.GROUPS, new LogGroup(group, context.now())));
                    }
                    changes.add(Change.put(LogViews.STREAMS, new LogStream(group, stream, context.now())));
                    return new Outcome<>(changes, true);
                },
                answer -> {
                    if (answer instanceof Writer.Answer.Done<Boolean>) {
                        then.run();
                    }
                });
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
