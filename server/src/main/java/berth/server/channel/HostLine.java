package berth.server.channel;

import berth.control.ecs.instance.HostKeys;
import berth.kernel.host.Beat;
import berth.kernel.host.Desired;
import berth.kernel.host.HostChannel;
import berth.kernel.host.HostFacts;
import berth.kernel.host.Lease;
import berth.kernel.host.Observed;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control plane's end of one connection. Its host says who it is when it joins, and the key says whether that may
/// be; whatever its frames say afterwards, they count for that host alone.
final class HostLine extends FrameHandler {
    private static final Logger LOG = LoggerFactory.getLogger(HostLine.class);

    private final String name;
    private final HostKeys keys;
    private final HostChannel.Upstream upstream;
    private @Nullable String hostId;
    private @Nullable HostChannel joined;

    HostLine(String name, HostKeys keys, HostChannel.Upstream upstream) {
        this.name = name;
        this.keys = keys;
        this.upstream = upstream;
    }

    @Override
    void received(ChannelHandlerContext context, Frame frame) {
        switch (frame) {
            case Frame.Join join -> join(context, join);
            case Frame.Report(var observed) -> report(observed);
            case Frame.Pulse(var beat) -> pulse(beat);
            case Frame.Lines(var call, var batch) -> {
                if (hostId != null) {
                    upstream.log(hostId, batch, next -> send(context.channel(), new Frame.Next(call, next)));
                }
            }
            case Frame.Position(var call, var group, var stream, var source) -> {
                if (hostId != null) {
                    upstream.logPosition(
                            hostId, group, stream, source, next -> send(context.channel(), new Frame.Next(call, next)));
                }
            }
            case Frame.Protect(var call, var question) -> {
                if (hostId != null) {
                    upstream.protection(
                            hostId, question, answer -> send(context.channel(), new Frame.Protected(call, answer)));
                }
            }
            case Frame.Protected answered -> misplaced(context, answered);
            case Frame.Want want -> misplaced(context, want);
            case Frame.Renewed renewed -> misplaced(context, renewed);
            case Frame.Next next -> misplaced(context, next);
            case Frame.Refused refused -> misplaced(context, refused);
        }
    }

    /// Binds the key to the host with the first joining. Until that is stored nothing else is taken in.
    private void join(ChannelHandlerContext context, Frame.Join join) {
        HostFacts facts = join.facts();
        keys.bind(
                name,
                facts.hostId(),
                refusal -> context.executor().execute(() -> {
                    if (refusal != null) {
                        LOG.warn("The agent of host {} is not let in: {}", name, refusal);
                        send(context.channel(), new Frame.Refused(refusal));
                        close(context, WebSocketCloseStatus.POLICY_VIOLATION, "not let in");
                    } else if (context.channel().isActive()) {
                        hostId = facts.hostId();
                        HostChannel line = channel(context, join.line());
                        joined = line;
                        upstream.joined(named(facts), line);
                    }
                }));
    }

    private HostChannel channel(ChannelHandlerContext context, int line) {
        return new HostChannel() {
            @Override
            public void send(Desired desired) {
                HostLine.this.send(context.channel(), new Frame.Want(line, desired));
            }

            @Override
            public void renew(Lease lease) {
                HostLine.this.send(context.channel(), new Frame.Renewed(line, lease));
            }
        };
    }

    private void report(Observed observed) {
        if (observed.hostId().equals(hostId)) {
            upstream.observed(observed);
        }
    }

    private void pulse(Beat beat) {
        if (beat.hostId().equals(hostId)) {
            upstream.beat(beat);
        }
    }

    /// The operator named the host; what its machine is called does not matter.
    private HostFacts named(HostFacts facts) {
        return new HostFacts(
                facts.hostId(),
                name,
                facts.capacity(),
                facts.reservedPorts(),
                facts.architecture(),
                facts.engineVersion(),
                facts.agentVersion(),
                facts.session(),
                facts.publishAddress(),
                facts.zone(),
                facts.address());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (hostId != null && joined != null) {
            LOG.info("The connection of host {} is closed.", name);
            upstream.left(hostId, joined);
        }
        context.fireChannelInactive();
    }
}
