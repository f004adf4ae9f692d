package berth.wire.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import software.amazon.awssdk.core.SdkPojo;

/// Model objects as the JSON of AWS's awsJson 1.0 and 1.1, both ways.
///
/// Timestamps are epoch seconds with milliseconds, blobs Base64. For requests and responses alike, so that a test can
/// write what a client would send: `Json.toJson(request)`.
public final class Json {
    /// How deep a document may nest. The deepest request of ECS has 8 levels.
    static final int MAX_DEPTH = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .configure(JsonFactory.Feature.CHARSET_DETECTION, false)
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(400)
                    .build())
            .build();

    private Json() {}

    /// What a body held.
    ///
    /// @param value the object, built
    /// @param unknown the paths of members that the model doesn't know, at most 50, in the body's order
    public record Body(SdkPojo value, List<String> unknown) {}

    /// Reads a body; an empty one as `{}`.
    ///
    /// Raises SerializationException for whatever is not JSON in UTF-8 or doesn't fit the model, with the member.
    public static Body read(Class<? extends SdkPojo> type, byte[] body) {
        SdkPojo builder = Model.builder(type);
        if (body.length == 0) {
            return new Body(Model.build(builder), List.of());
        }
        if (!Text.isUtf8(body)) {
            throw Malformed.because("The body is not UTF-8");
        }
        try (JsonParser parser = FACTORY.createParser(body)) {
            JsonReader reader = new JsonReader(parser);
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Malformed.because("Start of structure expected: the body is no JSON object");
            }
            reader.structure(builder, Shape.of(builder));
            if (parser.nextToken() != null) {
                throw Malformed.because("The body goes on behind the end of its JSON object");
            }
            return new Body(Model.build(builder), List.copyOf(reader.unknown()));
        } catch (JsonEOFException failure) {
            throw Malformed.because("Unexpected end of input: the JSON of the body is not complete");
        } catch (JsonProcessingException failure) {
            throw Malformed.because("The body is not valid JSON: " + reason(failure));
        } catch (IOException failure) {
            throw new UncheckedIOException("reading from memory", failure);
        }
    }

    /// The parser's words with line and column, without its advice on how to configure it.
    private static String reason(JsonProcessingException failure) {
        String words = failure.getOriginalMessage().lines().findFirst().orElse("");
        return failure.getLocation() == null
                ? words
                : words + " at line " + failure.getLocation().getLineNr() + ", column "
                        + failure.getLocation().getColumnNr();
    }

    /// Reads an object of the model, unknown members ignored.
    public static <T extends SdkPojo> T fromJson(Class<T> type, byte[] json) {
        return type.cast(read(type, json).value());
    }

    /// Writes an object of the model. Unset members are left out, an empty list or map is written.
    public static byte[] toJson(SdkPojo value) {
        return write(out -> new JsonWriter(out).structure(value, Shape.of(value)));
    }

    /// A JSON object that is no object of the model; `content` writes its fields.
    public static byte[] object(Content content) {
        return write(out -> {
            out.writeStartObject();
            content.write(out);
            out.writeEndObject();
        });
    }

    /// What goes into a JSON document.
    @FunctionalInterface
    public interface Content {
        void write(JsonGenerator out) throws IOException;
    }

    /// `text` with every lone surrogate replaced: other text can be written.
    public static String wellFormed(String text) {
        return Text.wellFormed(text);
    }

    private static byte[] write(Content content) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(1024);
                JsonGenerator out = FACTORY.createGenerator(bytes)) {
            content.write(out);
            out.flush();
            return bytes.toByteArray();
        } catch (IOException failure) {
            throw new UncheckedIOException("writing to memory", failure);
        }
    }
}
