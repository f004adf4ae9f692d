package berth.server.channel;

import berth.control.ecs.instance.HostKeys;
import berth.control.ecs.instance.model.HostKey;
import berth.kernel.host.HostChannel;
import berth.server.http.Upgrade;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where agents of other machines come in: `GET /_berth/host` with `Authorization: Bearer` and the host's key. Without
/// a
/// key that is known nothing of the line exists for a caller.
public final class HostGate implements Upgrade {
    static final String PATH = "/_berth/host";
    private static final Logger LOG = LoggerFactory.getLogger(HostGate.class);
    private static final String BEARER = "Bearer ";

    /// A connection that says nothing for so long, no ping either, is dead.
    private static final int SILENCE_SECONDS = 20;

    private final HostKeys keys;
    private final HostChannel.Upstream upstream;
    private final ConcurrentHashMap<String, Channel> open = new ConcurrentHashMap<>();

    public HostGate(HostKeys keys, HostChannel.Upstream upstream) {
        this.keys = keys;
        this.upstream = upstream;
    }

    @Override
    public boolean takes(HttpRequest request) {
        return request.uri().equals(PATH)
                && "websocket".equalsIgnoreCase(request.headers().get(HttpHeaderNames.UPGRADE));
    }

    @Override
    public @Nullable String refusal(HttpRequest request) {
        return key(request).isPresent()
                ? null
                : "This is no key of a host. Make one where Berth runs: ./berth host add NAME";
    }

    @Override
    public void take(ChannelHandlerContext context, HttpRequest request) {
        HostKey key = key(request).orElseThrow();
        FullHttpRequest whole = new DefaultFullHttpRequest(
                request.protocolVersion(), request.method(), request.uri(), io.netty.buffer.Unpooled.EMPTY_BUFFER);
        whole.headers().set(request.headers());
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                        PATH,
                        Frames.PROTOCOL,
                        WebSocketDecoderConfig.newBuilder()
                                .maxFramePayloadLength(Frames.MOST_BYTES)
                                .build())
                .newHandshaker(whole);
        Channel channel = context.channel();
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(channel);
            return;
        }
        HostLine line = new HostLine(key.name(), keys, upstream);
        channel.pipeline()
                .addLast(new IdleStateHandler(SILENCE_SECONDS, 0, 0, TimeUnit.SECONDS))
                .addLast(new WebSocketFrameAggregator(Frames.MOST_BYTES))
                .addLast(line);
        handshaker.handshake(channel, whole).addListener(shaken -> {
            if (shaken.isSuccess() && handshaker.selectedSubprotocol() != null) {
                LOG.info("The agent of host {} is connected from {}.", key.name(), channel.remoteAddress());
                replace(key.name(), channel);
            } else {
                channel.close();
            }
        });
    }

    /// A host whose key was revoked is shut out at once.
    public void shutOut(String name) {
        Channel channel = open.remove(name);
        if (channel != null) {
            channel.close();
        }
    }

    /// An agent that connects anew has given its old connection up, seen to be broken here or not.
    private void replace(String name, Channel channel) {
        Channel old = open.put(name, channel);
        if (old != null) {
            old.close();
        }
        channel.closeFuture().addListener(closed -> open.remove(name, channel));
    }

    private Optional<HostKey> key(HttpRequest request) {
        String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        if (!authorization.startsWith(BEARER)) {
            return Optional.empty();
        }
        return JoinKey.parse(authorization.substring(BEARER.length()))
                .flatMap(key -> keys.find(key.name(), key.hash()));
    }
}
