package berth.server.channel;

import berth.kernel.host.Beat;
import berth.kernel.host.Desired;
import berth.kernel.host.HostChannel;
import berth.kernel.host.HostFacts;
import berth.kernel.host.LogBatch;
import berth.kernel.host.Observed;
import berth.kernel.host.ProtectionAnswer;
import berth.kernel.host.ProtectionCall;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent's end of the line: connects, and whenever the connection breaks connects again, after 1 s at first and 15
/// s
/// at most. What is said while there is none is lost; the agent is told when there is one again, and says everything
/// anew.
public final class ControlLine implements HostChannel.Upstream, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlLine.class);
    private static final int CONNECT_MILLIS = 5_000;
    private static final int SILENCE_SECONDS = 20;
    private static final int PING_SECONDS = 5;
    private static final int CALLS_REMEMBERED = 4_096;
    private static final int LINES_REMEMBERED = 8;
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LAST_PAUSE = Duration.ofSeconds(15);

    private final MultiThreadIoEventLoopGroup thread =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("berth-line", true), NioIoHandler.newFactory());
    private final URI control;
    private final JoinKey key;
    private final @Nullable SslContext tls;
    private final Runnable connected;
    private final Consumer<Desired> seen;
    private final AtomicInteger lines = new AtomicInteger();
    private final AtomicLong calls = new AtomicLong();
    private final ConcurrentSkipListMap<Integer, HostChannel> channels = new ConcurrentSkipListMap<>();
    private final Map<Long, Consumer<Frame>> waiting = java.util.Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Consumer<Frame>> eldest) {
            return size() > CALLS_REMEMBERED;
        }
    });
    private volatile @Nullable End end;
    private volatile boolean closed;
    private Duration pause = FIRST_PAUSE;
    private String saidLast = "";

    /// @param control `http` or `https`, host and port
    /// @param tls null for plain HTTP
    /// @param connected is called whenever there is a connection again
    /// @param seen is told what is wanted before the agent is
    public ControlLine(URI control, JoinKey key, @Nullable SslContext tls, Runnable connected, Consumer<Desired> seen) {
        this.control = control;
        this.key = key;
        this.tls = tls;
        this.connected = connected;
        this.seen = seen;
    }

    /// Begins to connect, and returns at once.
    public void start() {
        thread.next().execute(this::connect);
    }

    @Override
    public void close() {
        closed = true;
        thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    // --- what the agent says

    @Override
    public void joined(HostFacts facts, HostChannel channel) {
        int line = lines.incrementAndGet();
        channels.put(line, channel);
        while (channels.size() > LINES_REMEMBERED) {
            channels.pollFirstEntry();
        }
        send(new Frame.Join(line, facts));
    }

    @Override
    public void observed(Observed observed) {
        send(new Frame.Report(observed));
    }

    @Override
    public void beat(Beat beat) {
        send(new Frame.Pulse(beat));
    }

    /// The connection says it by ending.
    @Override
    public void left(String hostId, HostChannel channel) {
        channels.values().remove(channel);
    }

    @Override
    public void log(String hostId, LogBatch batch, LongConsumer nextLine) {
        send(new Frame.Lines(call(nextLine), batch));
    }

    @Override
    public void logPosition(String hostId, String group, String stream, String source, LongConsumer nextLine) {
        send(new Frame.Position(call(nextLine), group, stream, source));
    }

    @Override
    public void protection(String hostId, ProtectionCall question, Consumer<ProtectionAnswer> answer) {
        long call = calls.incrementAndGet();
        waiting.put(call, frame -> {
            if (frame instanceof Frame.Protected(var same, var what)) {
                answer.accept(what);
            }
        });
        send(new Frame.Protect(call, question));
    }

    private long call(LongConsumer answer) {
        long call = calls.incrementAndGet();
        waiting.put(call, frame -> {
            if (frame instanceof Frame.Next(var same, var number)) {
                answer.accept(number);
            }
        });
        return call;
    }

    private void answered(long call, Frame frame) {
        Consumer<Frame> answer = waiting.remove(call);
        if (answer != null) {
            answer.accept(frame);
        }
    }

    private void send(Frame frame) {
        End now = end;
        if (now != null) {
            now.say(frame);
        }
    }

    // --- connecting

    private void connect() {
        if (closed) {
            return;
        }
        int port = control.getPort() > 0 ? control.getPort() : tls == null ? 80 : 443;
        ChannelFuture connecting = new Bootstrap()
                .group(thread)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new Initializer(control.getHost(), port))
                .connect(control.getHost(), port);
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                connecting.channel().closeFuture().addListener(over -> again());
            } else {
                say("does not answer: " + done.cause().getMessage());
                again();
            }
        });
    }

    private void again() {
        if (closed || thread.isShuttingDown()) {
            return;
        }
        thread.next().schedule(this::connect, pause.toMillis(), TimeUnit.MILLISECONDS);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LAST_PAUSE) < 0 ? doubled : LAST_PAUSE;
    }

    /// A trouble that lasts is said once.
    private void say(String trouble) {
        if (!trouble.equals(saidLast)) {
            saidLast = trouble;
            LOG.warn(
                    "The control plane at {} {}. Trying again and again; tasks go on for the fencing time.",
                    control,
                    trouble);
        }
    }

    private final class Initializer extends ChannelInitializer<Channel> {
        private final String host;
        private final int port;

        Initializer(String host, int port) {
            this.host = host;
            this.port = port;
        }

        @Override
        protected void initChannel(Channel channel) {
            if (tls != null) {
                channel.pipeline().addLast(tls.newHandler(channel.alloc(), host, port));
            }
            HttpHeaders headers = new DefaultHttpHeaders().set("Authorization", "Bearer " + key.text());
            URI at = URI.create((tls == null ? "ws://" : "wss://") + control.getRawAuthority() + HostGate.PATH);
            channel.pipeline()
                    .addLast(new HttpClientCodec())
                    .addLast(new HttpObjectAggregator(64 * 1024))
                    .addLast(new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
                            .webSocketUri(at)
                            .version(WebSocketVersion.V13)
                            .subprotocol(Frames.PROTOCOL)
                            .customHeaders(headers)
                            .maxFramePayloadLength(Frames.MOST_BYTES)
                            .handshakeTimeoutMillis(CONNECT_MILLIS)
                            .handleCloseFrames(false)
                            .dropPongFrames(false)
                            .build()))
                    .addLast(new IdleStateHandler(SILENCE_SECONDS, PING_SECONDS, 0, TimeUnit.SECONDS))
                    .addLast(new WebSocketFrameAggregator(Frames.MOST_BYTES))
                    .addLast(new End(channel));
        }
    }

    /// One connection.
    private final class End extends FrameHandler {
        private final Channel channel;

        End(Channel channel) {
            this.channel = channel;
        }

        void say(Frame frame) {
            send(channel, frame);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                LOG.info("Connected with the control plane at {}.", control);
                saidLast = "";
                pause = FIRST_PAUSE;
                end = this;
                connected.run();
            }
            super.userEventTriggered(context, event);
        }

        @Override
        void received(ChannelHandlerContext context, Frame frame) {
            switch (frame) {
                case Frame.Want(var line, var desired) -> {
                    HostChannel to = channels.get(line);
                    if (to != null) {
                        seen.accept(desired);
                        to.send(desired);
                    }
                }
                case Frame.Renewed(var line, var lease) -> {
                    HostChannel to = channels.get(line);
                    if (to != null) {
                        to.renew(lease);
                    }
                }
                case Frame.Next next -> answered(next.call(), next);
                case Frame.Protected answer -> answered(answer.call(), answer);
                case Frame.Protect protect -> misplaced(context, protect);
                case Frame.Refused(var why) -> ControlLine.this.say("refuses this host: " + why);
                case Frame.Join join -> misplaced(context, join);
                case Frame.Report report -> misplaced(context, report);
                case Frame.Pulse pulse -> misplaced(context, pulse);
                case Frame.Lines batch -> misplaced(context, batch);
                case Frame.Position position -> misplaced(context, position);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (end == this) {
                end = null;
                LOG.warn("The connection with the control plane at {} broke.", control);
            }
            context.fireChannelInactive();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof WebSocketHandshakeException) {
                ControlLine.this.say("does not let this host in (" + cause.getMessage() + "); is the key right?");
            }
            super.exceptionCaught(context, cause);
        }
    }
}
