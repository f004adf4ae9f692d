package berth.proxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The clients' ends of many connections, in a process of their own: one process may not have as many descriptors as
/// both ends take. Needs nothing but the JDK and this class.
final class IdleClients {
    private IdleClients() {}

    /// Opens connections, says `open`, and for each line that it hears then asks on some of them and says how many
    /// were answered. Ends with its input.
    ///
    /// @param args the address, the port, how many connections, and on each how many-th to ask
    public static void main(String[] args) throws IOException {
        InetSocketAddress address = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        int count = Integer.parseInt(args[2]);
        int step = Integer.parseInt(args[3]);
        List<SocketChannel> channels = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            channels.add(SocketChannel.open(address));
        }
        System.out.println("open");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        while (in.readLine() != null) {
            int answered = 0;
            for (int i = 0; i < count; i += step) {
                answered += ask(channels.get(i)) ? 1 : 0;
            }
            System.out.println(answered);
        }
    }

    private static boolean ask(SocketChannel channel) throws IOException {
        channel.write(ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer answer = ByteBuffer.allocate(4096);
        String text = "";
        while (!text.endsWith("hello")) {
            if (channel.read(answer) < 0) {
                return false;
            }
            text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
        }
        return text.startsWith("HTTP/1.1 200 ");
    }
}
