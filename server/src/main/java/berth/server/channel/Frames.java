package berth.server.channel;

import berth.control.store.RecordJson;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;

/// Frames as JSON, one a websocket message, with the frame's name under `@`.
///
/// The version of the form is the websocket's subprotocol ([#PROTOCOL]): two ends that share none don't connect. Within
/// a version a member may be added: one that is unknown is passed over, one that is absent is null.
final class Frames {
    static final String PROTOCOL = "berth-host.1";

    /// The longest message, in bytes. A host with 2,000 tasks of four containers says all of them in 6 MB.
    static final int MOST_BYTES = 16 * 1024 * 1024;

    private static final ObjectMapper JSON =
            RecordJson.mapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private Frames() {}

    /// Not a frame, or not a whole one.
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    static String write(Frame frame) {
        try {
            return JSON.writerFor(Frame.class).writeValueAsString(frame);
        } catch (JacksonException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws Malformed with a reason that repeats nothing of the text, which may hold secrets
    static Frame read(String text) throws Malformed {
        try {
            Frame frame = JSON.readValue(text, Frame.class);
            if (frame == null) {
                throw new Malformed("The message is no frame.");
            }
            return whole(frame);
        } catch (JacksonException | RuntimeException e) {
            throw new Malformed("The message is no frame of " + PROTOCOL + " ("
                    + e.getClass().getSimpleName() + ").");
        }
    }

    /// Jackson leaves an absent part null, whatever the record says.
    private static Frame whole(Frame frame) throws Malformed {
        boolean whole = switch (frame) {
            case Frame.Join join ->
                there(join.facts())
                        && there(join.facts().hostId())
                        && there(join.facts().capacity());
            case Frame.Report report ->
                there(report.observed()) && there(report.observed().hostId());
            case Frame.Pulse pulse -> there(pulse.beat()) && there(pulse.beat().hostId());
            case Frame.Lines lines ->
                there(lines.batch())
                        && there(lines.batch().group())
                        && there(lines.batch().stream())
                        && there(lines.batch().source());
            case Frame.Position position ->
                there(position.group()) && there(position.stream()) && there(position.source());
            case Frame.Protect protect -> there(protect.question());
            case Frame.Protected answered -> there(answered.answer());
            case Frame.Want want ->
                there(want.desired()) && there(want.desired().hostId());
            case Frame.Renewed renewed -> there(renewed.lease());
            case Frame.Next next -> true;
            case Frame.Refused refused -> there(refused.why());
        };
        if (!whole) {
            throw new Malformed("The frame " + frame.getClass().getSimpleName() + " lacks a part.");
        }
        return frame;
    }

    @SuppressWarnings("NullableProblems")
    private static boolean there(@org.jspecify.annotations.Nullable Object part) {
        return part != null;
    }
}
