package berth.sim;

import berth.kernel.host.Beat;
import berth.kernel.host.Desired;
import berth.kernel.host.HostChannel;
import berth.kernel.host.HostFacts;
import berth.kernel.host.Lease;
import berth.kernel.host.LogBatch;
import berth.kernel.host.Observed;
import berth.kernel.host.ProtectionAnswer;
import berth.kernel.host.ProtectionCall;
import berth.sim.Chaos.Fault;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The wire between one agent and the control plane. Messages may be lost, doubled, delayed past each other,
/// and cut off in one direction; joining travels like everything else.
final class SimNetwork implements HostChannel.Upstream {
    private final Timeline timeline;
    private final Chaos chaos;
    private final Timeline.Process agent;
    private final Supplier<Timeline.@Nullable Process> control;
    private final Supplier<HostChannel.@Nullable Upstream> upstream;
    private long upBlockedUntil;
    private long downBlockedUntil;
    private Duration nextJoining = Duration.ZERO;
    private Duration cutUntil = Duration.ZERO;
    private boolean reportsLost;
    private boolean fenceHidden;
    private UnaryOperator<Desired> telling = UnaryOperator.identity();
    private @Nullable HostChannel given;

    /// @param control the control plane's process now, or null while there is none
    /// @param upstream where it listens now
    SimNetwork(
            Timeline timeline,
            Chaos chaos,
            Timeline.Process agent,
            Supplier<Timeline.@Nullable Process> control,
            Supplier<HostChannel.@Nullable Upstream> upstream) {
        this.timeline = timeline;
        this.chaos = chaos;
        this.agent = agent;
        this.control = control;
        this.upstream = upstream;
    }

    /// Scenario: the next joining is overtaken by what is sent within this time after it.
    void nextJoiningTakes(Duration time) {
        nextJoining = time;
    }

    @Override
    public void joined(HostFacts facts, HostChannel channel) {
        Timeline.Process peer = control.get();
        Duration late = nextJoining;
        nextJoining = Duration.ZERO;
        timeline.schedule(
                agent,
                late,
                () -> up(to -> {
                    HostChannel line = new HostChannel() {
                        @Override
                        public void send(Desired desired) {
                            Desired told = telling.apply(desired);
                            down(peer, () -> channel.send(told));
                        }

                        @Override
                        public void renew(Lease lease) {
                            Lease told = fenceHidden ? new Lease(lease.beat(), null) : lease;
                            down(peer, () -> channel.renew(told));
                        }
                    };
                    given = line;
                    to.joined(facts, line);
                }));
    }

    /// The connection that the control plane has, or null.
    @Nullable
    HostChannel given() {
        return given;
    }

    /// Nothing gets through in either direction before this time.
    void cutUntil(Duration end) {
        cutUntil = end;
    }

    /// Scenario: no report arrives any more, all else does.
    void loseReports() {
        reportsLost = true;
    }

    /// Planted bug: leases arrive without an end.
    void hideFence() {
        fenceHidden = true;
    }

    /// Planted bug: something else arrives than was sent.
    void tellOtherwise(UnaryOperator<Desired> withBug) {
        telling = withBug;
    }

    @Override
    public void observed(Observed observed) {
        if (!reportsLost) {
            up(to -> to.observed(observed));
        }
    }

    @Override
    public void beat(Beat beat) {
        up(to -> to.beat(beat));
    }

    @Override
    public void left(String hostId, HostChannel channel) {
        up(to -> to.left(hostId, channel));
    }

    @Override
    public void log(String hostId, LogBatch batch, LongConsumer nextLine) {
        up(to -> to.log(hostId, batch, next -> back(() -> nextLine.accept(next))));
    }

    @Override
    public void logPosition(String hostId, String group, String stream, String source, LongConsumer nextLine) {
        up(to -> to.logPosition(hostId, group, stream, source, next -> back(() -> nextLine.accept(next))));
    }

    @Override
    public void protection(String hostId, ProtectionCall call, Consumer<ProtectionAnswer> answer) {
        up(to -> to.protection(hostId, call, known -> back(() -> answer.accept(known))));
    }

    private interface Message {
        void deliver(HostChannel.Upstream to);
    }

    private void up(Message message) {
        if (chaos.happens(Fault.PARTITION)) {
            upBlockedUntil = timeline.elapsed().plus(chaos.between(500, 20_000)).toNanos();
        }
        if (blocked(upBlockedUntil) || chaos.happens(Fault.MESSAGE_LOST)) {
            return;
        }
        int copies = chaos.happens(Fault.MESSAGE_DOUBLED) ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            Timeline.Process peer = control.get();
            timeline.schedule(peer, delay(), () -> {
                HostChannel.Upstream to = upstream.get();
                if (peer != null && to != null) {
                    message.deliver(to);
                }
            });
        }
    }

    private void down(Timeline.@Nullable Process peer, Runnable delivery) {
        if (chaos.happens(Fault.PARTITION)) {
            downBlockedUntil =
                    timeline.elapsed().plus(chaos.between(500, 20_000)).toNanos();
        }
        boolean stale = peer == null || peer != control.get();
        if (stale || blocked(downBlockedUntil) || chaos.happens(Fault.MESSAGE_LOST)) {
            return;
        }
        back(delivery);
        if (chaos.happens(Fault.MESSAGE_DOUBLED)) {
            back(delivery);
        }
    }

    private void back(Runnable delivery) {
        timeline.schedule(agent, delay(), delivery);
    }

    private boolean blocked(long until) {
        boolean cut = timeline.elapsed().compareTo(cutUntil) < 0;
        return cut || !chaos.healed() && timeline.elapsed().toNanos() < until;
    }

    private Duration delay() {
        return chaos.happens(Fault.MESSAGE_DELAYED) ? chaos.between(50, 2000) : chaos.micros(1500);
    }
}
