package berth.agent.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A TCP door to the engine's socket that can be shut and opened: an engine that goes away and comes back.
final class Forwarder implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean shut;

    Forwarder() throws IOException {
        Thread.startVirtualThread(this::accept);
    }

    DockerAddress address() {
        return DockerAddress.of("tcp://127.0.0.1:" + server.getLocalPort());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (shut) {
                    client.close();
                } else {
                    forward(client);
                }
            } catch (IOException e) {
                shut = true;
            }
        }
    }

    private void forward(Socket client) throws IOException {
        SocketChannel engine = SocketChannel.open(StandardProtocolFamily.UNIX);
        engine.connect(
                UnixDomainSocketAddress.of(Path.of(URI.create(TestEngine.host()).getPath())));
        open.add(client);
        open.add(engine);
        pump(client.getInputStream(), Channels.newOutputStream((ByteChannel) engine));
        pump(Channels.newInputStream((ByteChannel) engine), client.getOutputStream());
    }

    private static void pump(InputStream from, OutputStream to) {
        Thread.startVirtualThread(() -> {
            try (from;
                    to) {
                from.transferTo(to);
            } catch (IOException e) {
                // The other end was cut, which is what this is for.
            }
        });
    }

    void shut() throws Exception {
        shut = true;
        for (AutoCloseable end : open) {
            end.close();
        }
        open.clear();
    }

    void reopen() {
        shut = false;
    }

    @Override
    public void close() throws Exception {
        server.close();
        shut();
    }
}
