package berth.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionMetadata;
import software.amazon.awssdk.services.cloudwatchlogs.model.LiveTailSessionUpdate;
import software.amazon.eventstream.Message;

class EventMessageTest {
    @Test
    void aMessageWithoutAnythingIsItsLengthsAndChecksums() {
        assertThat(EventMessage.encoded(new byte[0]))
                .isEqualTo(HexFormat.of().parseHex("000000100000000005c248eb7d98c8ff"));
    }

    @Test
    void aHeaderIsLengthsTypeAndText() {
        byte[] message = EventMessage.encoded(new byte[] {'{', '}'}, ":a", "xyz");

        assertThat(HexFormat.of().formatHex(message, 12, message.length - 4))
                .isEqualTo("023a610700037879 7a7b7d".replace(" ", ""));
        CRC32 crc = new CRC32();
        crc.update(message, 0, message.length - 4);
        assertThat(ByteBuffer.wrap(message).getInt(message.length - 4)).isEqualTo((int) crc.getValue());
    }

    @Test
    void theSdkReadsAnEvent() {
        LiveTailSessionUpdate update = LiveTailSessionUpdate.builder()
                .sessionMetadata(LiveTailSessionMetadata.builder().sampled(true).build())
                .build();

        Message read = Message.decode(ByteBuffer.wrap(EventMessage.event("sessionUpdate", update)));

        assertThat(headers(read))
                .containsEntry(":message-type", "event")
                .containsEntry(":event-type", "sessionUpdate")
                .containsEntry(":content-type", "application/json");
        assertThat(text(read)).isEqualTo("{\"sessionMetadata\":{\"sampled\":true}}");
    }

    @Test
    void theSdkReadsAnException() {
        Message read = Message.decode(ByteBuffer.wrap(EventMessage.exception("SessionTimeoutException", "over ü")));

        assertThat(headers(read))
                .containsEntry(":message-type", "exception")
                .containsEntry(":exception-type", "SessionTimeoutException");
        assertThat(text(read)).isEqualTo("{\"message\":\"over ü\"}");
        assertThat(text(Message.decode(ByteBuffer.wrap(EventMessage.initialResponse()))))
                .isEqualTo("{}");
    }

    private static Map<String, String> headers(Message message) {
        Map<String, String> headers = new java.util.TreeMap<>();
        message.getHeaders().forEach((name, value) -> headers.put(name, value.getString()));
        return headers;
    }

    private static String text(Message message) {
        return new String(message.getPayload(), StandardCharsets.UTF_8);
    }
}
