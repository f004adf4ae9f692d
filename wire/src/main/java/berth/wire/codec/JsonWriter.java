package berth.wire.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/// Writes model objects as AWS JSON.
final class JsonWriter {
    private final JsonGenerator out;

    JsonWriter(JsonGenerator out) {
        this.out = out;
    }

    void structure(SdkPojo pojo, Shape shape) throws IOException {
        out.writeStartObject();
        for (Member member : shape.members()) {
            Object value = member.value(pojo);
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
                out.writeFieldName(member.jsonName());
                value(member, value);
            }
        }
        out.writeEndObject();
    }

    private void value(Member member, Object value) throws IOException {
        switch (member.type()) {
            case STRING -> out.writeString(Text.wellFormed((String) value));
            case INTEGER, SHORT, BYTE -> out.writeNumber(((Number) value).intValue());
            case LONG -> out.writeNumber((long) value);
            case FLOAT, DOUBLE -> real(((Number) value).doubleValue(), value.toString());
            case BIG_DECIMAL -> out.writeNumber((BigDecimal) value);
            case BOOLEAN -> out.writeBoolean((boolean) value);
            case INSTANT -> instant(member, (Instant) value);
            case SDK_BYTES ->
                out.writeString(Base64.getEncoder().encodeToString(((SdkBytes) value).asByteArrayUnsafe()));
            case SDK_POJO -> structure((SdkPojo) value, member.shape());
            case LIST -> list(member.element(), (Collection<?>) value);
            case MAP -> map(member.element(), (Map<?, ?>) value);
            case DOCUMENT -> document((Document) value);
            case NULL -> out.writeNull();
        }
    }

    /// JSON has no NaN and no infinity; AWS writes these as strings.
    private void real(double number, String text) throws IOException {
        if (Double.isFinite(number)) {
            out.writeNumber(text);
        } else {
            out.writeString(text);
        }
    }

    private void instant(Member member, Instant value) throws IOException {
        switch (member.timestampFormat(TimestampFormatTrait.Format.UNIX_TIMESTAMP)) {
            case UNIX_TIMESTAMP -> out.writeNumber(Timestamps.epochSeconds(value));
            case UNIX_TIMESTAMP_MILLIS -> out.writeNumber(value.toEpochMilli());
            case ISO_8601 -> out.writeString(Timestamps.iso8601(value));
            case RFC_822 -> out.writeString(Timestamps.rfc822(value));
        }
    }

    private void list(Member element, Collection<?> values) throws IOException {
        out.writeStartArray();
        for (Object value : values) {
            if (value == null) {
                out.writeNull();
            } else {
                value(element, value);
            }
        }
        out.writeEndArray();
    }

    private void map(Member element, Map<?, ?> values) throws IOException {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            out.writeFieldName(Text.wellFormed((String) entry.getKey()));
            if (entry.getValue() == null) {
                out.writeNull();
            } else {
                value(element, entry.getValue());
            }
        }
        out.writeEndObject();
    }

    private void document(Document document) throws IOException {
        if (document.isNull()) {
            out.writeNull();
        } else if (document.isBoolean()) {
            out.writeBoolean(document.asBoolean());
        } else if (document.isNumber()) {
            out.writeNumber(document.asNumber().stringValue());
        } else if (document.isString()) {
            out.writeString(Text.wellFormed(document.asString()));
        } else if (document.isList()) {
            out.writeStartArray();
            for (Document item : document.asList()) {
                document(item);
            }
            out.writeEndArray();
        } else {
            out.writeStartObject();
            for (Map.Entry<String, Document> entry : document.asMap().entrySet()) {
                out.writeFieldName(Text.wellFormed(entry.getKey()));
                document(entry.getValue());
            }
            out.writeEndObject();
        }
    }
}
