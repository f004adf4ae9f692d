package berth.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What goes back to the caller. The server adds Content-Length, Date and what concerns the connection.
///
/// @param status the HTTP status
/// @param headers Content-Type and AWS's own fields
/// @param body the bytes; not copied, not to be changed
/// @param stream what is the body instead, or null
@SuppressWarnings("ArrayRecordComponent") // as HttpCall
public record HttpReply(
        int status, Headers headers, byte[] body, @Nullable HttpStream stream) {

    public HttpReply(int status, Headers headers, byte[] body) {
        this(status, headers, body, null);
    }

    /// The body as text, for tests and messages.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
