package berth.wire.codec;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/// Writes the XML of the query protocols: elements, and model objects inside them.
public final class XmlWriter {
    private final StringBuilder out = new StringBuilder(512);

    /// `<?xml version="1.0" encoding="UTF-8"?>`, which EC2 begins with.
    public XmlWriter declaration() {
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        return this;
    }

    /// `<name xmlns="namespace">`; without the attribute when `namespace` is empty.
    public XmlWriter open(String name, String namespace) {
        out.append('<').append(name);
        if (!namespace.isEmpty()) {
            out.append(" xmlns=\"");
            escape(namespace);
            out.append('"');
        }
        out.append('>');
        return this;
    }

    /// `<name>`.
    public XmlWriter open(String name) {
        return open(name, "");
    }

    /// `</name>`.
    public XmlWriter close(String name) {
        out.append("</").append(name).append('>');
        return this;
    }

    /// `<name>text</name>`, escaped.
    public XmlWriter element(String name, String text) {
        open(name);
        escape(text);
        return close(name);
    }

    /// The members of a model object, one element each; unset ones are left out.
    public XmlWriter members(SdkPojo pojo) {
        structure(pojo, Shape.of(pojo));
        return this;
    }

    public byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void structure(SdkPojo pojo, Shape shape) {
        for (Member member : shape.members()) {
            Object value = member.value(pojo);
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
                value(member, member.xmlName(), value);
            }
        }
    }

    private void value(Member member, String name, Object value) {
        switch (member.type()) {
            case STRING, INTEGER, SHORT, BYTE, LONG, FLOAT, DOUBLE, BIG_DECIMAL, BOOLEAN ->
                element(name, value.toString());
            case INSTANT -> element(name, instant(member, (Instant) value));
            case SDK_BYTES -> element(name, Base64.getEncoder().encodeToString(((SdkBytes) value).asByteArrayUnsafe()));
            case SDK_POJO -> {
                open(name);
                structure((SdkPojo) value, member.shape());
                close(name);
            }
            case LIST -> list(member, name, (Collection<?>) value);
            case MAP -> map(member, name, (Map<?, ?>) value);
            case DOCUMENT, NULL -> throw new IllegalStateException(name + ": XML has no documents");
        }
    }

    private static String instant(Member member, Instant value) {
        return switch (member.timestampFormat(TimestampFormatTrait.Format.ISO_8601)) {
            case ISO_8601 -> Timestamps.iso8601(value);
            case RFC_822 -> Timestamps.rfc822(value);
            case UNIX_TIMESTAMP -> Timestamps.epochSeconds(value);
            case UNIX_TIMESTAMP_MILLIS -> Long.toString(value.toEpochMilli());
        };
    }

    private void list(Member member, String name, Collection<?> values) {
        boolean flattened = member.list().isFlattened();
        String item = or(member.list().memberLocationName(), flattened ? name : "member");
        if (!flattened) {
            open(name);
        }
        for (Object value : values) {
            value(member.element(), item, value);
        }
        if (!flattened) {
            close(name);
        }
    }

    private void map(Member member, String name, Map<?, ?> values) {
        boolean flattened = member.map().isFlattened();
        String entry = flattened ? name : "entry";
        if (!flattened) {
            open(name);
        }
        values.forEach((key, value) -> {
            open(entry);
            element(or(member.map().keyLocationName(), "key"), (String) key);
            value(member.element(), or(member.map().valueLocationName(), "value"), value);
            close(entry);
        });
        if (!flattened) {
            close(name);
        }
    }

    private static String or(@Nullable String name, String otherwise) {
        return name == null ? otherwise : name;
    }

    /// XML 1.0 can't hold most control characters, not even escaped: they become U+FFFD.
    private void escape(String text) {
        String safe = Text.wellFormed(text);
        for (int at = 0; at < safe.length(); at++) {
            char c = safe.charAt(at);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#xD;");
                case '\n', '\t' -> out.append(c);
                default -> out.append(c < 0x20 || c >= 0xFFFE ? '\uFFFD' : c);
            }
        }
    }
}
