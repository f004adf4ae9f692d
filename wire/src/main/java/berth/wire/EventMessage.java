package berth.wire;

import berth.kernel.Invariants;
import berth.wire.codec.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import software.amazon.awssdk.core.SdkPojo;

/// A message of AWS's event stream encoding, `application/vnd.amazon.eventstream`.
///
/// ```
/// bytes of the message | bytes of its headers | CRC-32 of these eight bytes | headers | payload | CRC-32 of all before
/// ```
///
/// A header is the length of its name, the name, the type 7 for a text, the length in two bytes and the text. Numbers
/// are big-endian. Example: a message without headers and payload has 16 bytes, `00000010 00000000 05c248eb 7d98c8ff`.
public final class EventMessage {
    /// The media type of a stream of messages.
    public static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private static final int AROUND = 16;
    private static final byte TEXT = 7;
    private static final String JSON = "application/json";

    private EventMessage() {}

    /// What a stream of awsJson begins with: the members of the response that are no stream, none here.
    public static byte[] initialResponse() {
        return event("initial-response", Json.object(out -> {}));
    }

    /// An event of the model: `type` is the name of the stream's member.
    public static byte[] event(String type, SdkPojo event) {
        return event(type, Json.toJson(event));
    }

    private static byte[] event(String type, byte[] payload) {
        return encoded(payload, ":message-type", "event", ":event-type", type, ":content-type", JSON);
    }

    /// An exception that is a member of the stream.
    public static byte[] exception(String type, String message) {
        byte[] payload = Json.object(out -> out.writeStringField("message", Json.wellFormed(message)));
        return encoded(payload, ":message-type", "exception", ":exception-type", type, ":content-type", JSON);
    }

    /// @param headers names and texts by turns
    static byte[] encoded(byte[] payload, String... headers) {
        Invariants.check(headers.length % 2 == 0, "each header has a name and a text");
        int headerBytes = 0;
        for (int i = 0; i < headers.length; i += 2) {
            headerBytes += 4 + utf8(headers[i]).length + utf8(headers[i + 1]).length;
        }
        ByteBuffer message = ByteBuffer.allocate(AROUND + headerBytes + payload.length);
        message.putInt(message.capacity()).putInt(headerBytes).putInt(checksum(message));
        for (int i = 0; i < headers.length; i += 2) {
            byte[] name = utf8(headers[i]);
            byte[] text = utf8(headers[i + 1]);
            message.put((byte) name.length)
                    .put(name)
                    .put(TEXT)
                    .putShort((short) text.length)
                    .put(text);
        }
        message.put(payload).putInt(checksum(message));
        return message.array();
    }

    /// Of what was put so far.
    private static int checksum(ByteBuffer message) {
        CRC32 crc = new CRC32();
        crc.update(message.array(), 0, message.position());
        return (int) crc.getValue();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
