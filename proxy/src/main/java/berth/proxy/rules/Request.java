package berth.proxy.rules;

import java.net.InetAddress;
import java.util.List;

/// What rules look at.
///
/// @param host in lower case, without its port
/// @param path as it was sent, without the query
/// @param query as it was sent, without the question mark; empty if there is none
/// @param port of the listener
/// @param source the client's address
/// @param fields the request's header
public record Request(
        boolean secure,
        String method,
        String host,
        int port,
        String path,
        String query,
        InetAddress source,
        Fields fields) {

    /// A request's header fields.
    @FunctionalInterface
    public interface Fields {
        /// The values of the fields of this name, in whatever case; none: empty.
        List<String> all(String name);
    }
}
