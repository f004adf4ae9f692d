package berth.proxy.listen;

import berth.kernel.Loop;
import berth.proxy.http.Lane;
import berth.proxy.http.ListenerGone;
import berth.proxy.table.CompiledListener;
import berth.proxy.tcp.TcpConnections;
import berth.proxy.tls.ServerTls;
import berth.routing.LoadBalancer;
import berth.routing.TargetsReport.UnboundListener;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Binds what the table's listeners need and lets go of what they don't. Lives on the proxy's loop.
public final class Bindings {
    private static final Logger LOG = LoggerFactory.getLogger(Bindings.class);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final int BACKLOG = 4096;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private record Place(String address, int port) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byAddress = address.compareTo(other.address);
            return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
        }

        @Override
        public String toString() {
            return address + ':' + port;
        }
    }

    /// A socket, or the wish for one.
    private static final class Bound {
        private final Place place;
        private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
        private volatile @Nullable Served served;
        private @Nullable Channel channel;
        private @Nullable String failure;
        private Loop.@Nullable Timer retry;

        Bound(Place place) {
            this.place = place;
        }
    }

    private final Loop loop;
    private final EventLoopGroup sockets;
    private final Function<EventLoop, Lane> lanes;
    private final TcpConnections tcp;
    private final Runnable changed;
    private final TreeMap<Place, Bound> bounds = new TreeMap<>();
    private final Map<String, ServerTls> tls = new LinkedHashMap<>();
    private List<UnboundListener> broken = List.of();

    /// @param changed runs when a socket could be bound or not
    public Bindings(
            Loop loop, EventLoopGroup sockets, Function<EventLoop, Lane> lanes, TcpConnections tcp, Runnable changed) {
        this.loop = loop;
        this.sockets = sockets;
        this.lanes = lanes;
        this.tcp = tcp;
        this.changed = changed;
    }

    /// From now on these are the listeners.
    public void become(List<CompiledListener> listeners) {
        TreeMap<Place, List<Served.One>> wanted = new TreeMap<>();
        List<UnboundListener> unusable = new ArrayList<>();
        Map<String, ServerTls> before = new LinkedHashMap<>(tls);
        tls.clear();
        for (CompiledListener listener : listeners) {
            try {
                ServerTls own = tls(listener, before.get(listener.listener().arn()));
                Place place = new Place(
                        listener.loadBalancer().address(), listener.listener().port());
                wanted.computeIfAbsent(place, key -> new ArrayList<>()).add(new Served.One(listener, own));
            } catch (SSLException e) {
                LOG.warn("Listener {} can't be served: {}", listener.listener().arn(), e.getMessage());
                unusable.add(new UnboundListener(listener.listener().arn(), String.valueOf(e.getMessage())));
            }
        }
        broken = List.copyOf(unusable);
        for (Bound bound : List.copyOf(bounds.values())) {
            if (!wanted.containsKey(bound.place)) {
                bounds.remove(bound.place);
                unbind(bound);
            }
        }
        wanted.forEach((place, served) -> {
            Bound bound = bounds.get(place);
            if (bound == null) {
                bound = new Bound(place);
                bounds.put(place, bound);
                bound.served = new Served(served);
                bind(bound);
            } else {
                bound.served = new Served(served);
            }
        });
    }

    /// Listeners that can't be reached, and why.
    public List<UnboundListener> unbound() {
        List<UnboundListener> all = new ArrayList<>(broken);
        for (Bound bound : bounds.values()) {
            Served served = bound.served;
            String failure = bound.failure;
            if (failure != null && served != null) {
                served.listeners()
                        .forEach(one -> all.add(
                                new UnboundListener(one.listener().listener().arn(), failure)));
            }
        }
        return all;
    }

    private @Nullable ServerTls tls(CompiledListener listener, @Nullable ServerTls before) throws SSLException {
        if (!listener.listener().protocol().isSecure()) {
            return null;
        }
        boolean http = listener.loadBalancer().type() == LoadBalancer.Type.APPLICATION;
        ServerTls made = ServerTls.of(
                new ServerTls.Spec(
                        listener.listener().certificates(),
                        listener.listener().sslPolicy(),
                        http,
                        listener.loadBalancer().attributes().http2()),
                before);
        tls.put(listener.listener().arn(), made);
        return made;
    }

    private void bind(Bound bound) {
        ChannelFuture binding = new ServerBootstrap()
                .group(sockets)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new Acceptor(() -> bound.served, lanes, bound.connections, tcp))
                .bind(new InetSocketAddress(bound.place.address, bound.place.port));
        binding.addListener((ChannelFutureListener) bind -> loop.execute(() -> bound(bound, bind)));
    }

    private void bound(Bound bound, ChannelFuture binding) {
        if (bounds.get(bound.place) != bound) {
            binding.channel().close();
            return;
        }
        Throwable cause = binding.cause();
        String before = bound.failure;
        if (cause == null) {
            bound.channel = binding.channel();
            bound.failure = null;
            LOG.info("A load balancer listens on {}.", bound.place);
        } else {
            bound.failure = bound.place + ": " + cause.getMessage();
            bound.retry = loop.schedule(RETRY, () -> bindAgain(bound));
            if (before == null) {
                LOG.warn("A load balancer can't listen on {}", bound.failure);
            }
        }
        if (cause == null || !String.valueOf(before).equals(bound.failure)) {
            changed.run();
        }
    }

    private void bindAgain(Bound bound) {
        if (bounds.get(bound.place) == bound) {
            bind(bound);
        }
    }

    private static void unbind(Bound bound) {
        bound.served = null;
        if (bound.retry != null) {
            bound.retry.cancel();
        }
        if (bound.channel != null) {
            bound.channel.close();
        }
        bound.connections.forEach(connection -> connection.pipeline().fireUserEventTriggered(ListenerGone.EVENT));
    }

    /// Lets go of everything.
    public void close() {
        List.copyOf(bounds.values()).forEach(Bindings::unbind);
        bounds.clear();
    }
}
