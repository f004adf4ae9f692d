package berth.server.host;

import java.io.IOException;
import java.net.InetSocketAddress;

/// The API as tasks of this machine reach it: Berth itself, or a relay to the Berth of another machine.
public interface TaskApi {
    /// Serves it on one more address.
    ///
    /// @throws IOException if the address can't be bound
    void listen(InetSocketAddress address) throws IOException;

    /// `http` or `https`.
    String scheme();
}
