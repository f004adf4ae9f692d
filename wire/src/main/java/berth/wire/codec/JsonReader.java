package berth.wire.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;

/// Reads AWS JSON into builders of the model. The parser stands on the first token of what a method reads, and on its
/// last when the method returns.
///
/// Members that the model doesn't know are skipped, as AWS does, and noted with their path. Stricter than JSON needs,
/// because what a client meant is then in doubt: a member given twice, null inside a list or a map, text that is not
/// Unicode.
final class JsonReader {
    /// More unknown members than these are skipped without a note.
    private static final int NOTED_UNKNOWN = 50;

    private static final int QUOTED_NAME_LENGTH = 100;

    private final JsonParser in;
    private final List<String> unknown = new ArrayList<>();

    JsonReader(JsonParser in) {
        this.in = in;
    }

    /// The paths of the members that were skipped.
    List<String> unknown() {
        return unknown;
    }

    void structure(SdkPojo builder, Shape shape) throws IOException {
        List<Member> seen = new ArrayList<>(8);
        while (in.nextToken() != JsonToken.END_OBJECT) {
            Member member = shape.member(in.currentName());
            if (member == null) {
                noteUnknown();
                in.nextToken();
                in.skipChildren();
                continue;
            }
            if (seen.contains(member)) {
                throw Malformed.because("Duplicate member " + path());
            }
            seen.add(member);
            if (in.nextToken() != JsonToken.VALUE_NULL) {
                member.set(builder, value(member));
            }
        }
    }

    private void noteUnknown() {
        if (unknown.size() < NOTED_UNKNOWN) {
            unknown.add(path());
        }
    }

    private Object value(Member member) throws IOException {
        return switch (member.type()) {
            case STRING -> text();
            case INTEGER -> (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE, "an Integer");
            case LONG -> integer(Long.MIN_VALUE, Long.MAX_VALUE, "a Long");
            case SHORT -> (short) integer(Short.MIN_VALUE, Short.MAX_VALUE, "a Short");
            case BYTE -> (byte) integer(Byte.MIN_VALUE, Byte.MAX_VALUE, "a Byte");
            case FLOAT -> (float) real(Float.MAX_VALUE, "a Float");
            case DOUBLE -> real(Double.MAX_VALUE, "a Double");
            case BIG_DECIMAL -> BigDecimal.valueOf(real(Double.MAX_VALUE, "a BigDecimal"));
            case BOOLEAN -> bool();
            case INSTANT -> instant(member);
            case SDK_BYTES -> blob();
            case SDK_POJO -> pojo(member);
            case LIST -> list(member.element());
            case MAP -> map(member.element());
            case DOCUMENT -> document();
            case NULL -> throw wrong("null");
        };
    }

    private SdkPojo pojo(Member member) throws IOException {
        expect(JsonToken.START_OBJECT, "a structure");
        SdkPojo builder = member.newBuilder();
        structure(builder, member.shape());
        return Model.build(builder);
    }

    private List<Object> list(Member element) throws IOException {
        expect(JsonToken.START_ARRAY, "a list");
        List<Object> values = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(element));
        }
        return values;
    }

    private Map<String, Object> map(Member element) throws IOException {
        expect(JsonToken.START_OBJECT, "a map");
        Map<String, Object> values = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = wellFormed(in.currentName());
            in.nextToken();
            if (values.put(key, value(element)) != null) {
                throw Malformed.because("Duplicate key " + path());
            }
        }
        return values;
    }

    private String text() throws IOException {
        expect(JsonToken.VALUE_STRING, "a String");
        return wellFormed(in.getText());
    }

    private String wellFormed(String text) {
        if (!Text.isWellFormed(text)) {
            throw Malformed.because("A surrogate without its other half (member " + path() + ")");
        }
        return text;
    }

    /// An integer, also when written as `512.0`; never a rounded one.
    private long integer(long min, long max, String expected) throws IOException {
        long number;
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw outOfRange(expected);
            }
            number = in.getLongValue();
        } else {
            expect(JsonToken.VALUE_NUMBER_FLOAT, expected);
            double real = in.getDoubleValue();
            if (real != Math.rint(real)) {
                throw Malformed.type("FLOAT_VALUE", expected, path());
            }
            if (Math.abs(real) > 0x1.0p53) {
                throw outOfRange(expected);
            }
            number = (long) real;
        }
        if (number < min || number > max) {
            throw outOfRange(expected);
        }
        return number;
    }

    private double real(double furthest, String expected) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            expect(JsonToken.VALUE_NUMBER_FLOAT, expected);
        }
        double number = in.getDoubleValue();
        if (Math.abs(number) > furthest) {
            throw outOfRange(expected);
        }
        return number;
    }

    private boolean bool() {
        if (in.currentToken() == JsonToken.VALUE_TRUE) {
            return true;
        }
        expect(JsonToken.VALUE_FALSE, "a Boolean");
        return false;
    }

    private Instant instant(Member member) throws IOException {
        Optional<Instant> instant = switch (member.timestampFormat(TimestampFormatTrait.Format.UNIX_TIMESTAMP)) {
            case UNIX_TIMESTAMP -> Timestamps.fromEpochSeconds(real(Double.MAX_VALUE, "a Timestamp"));
            case UNIX_TIMESTAMP_MILLIS -> Timestamps.fromEpochSeconds(real(Double.MAX_VALUE, "a Timestamp") / 1000);
            case ISO_8601, RFC_822 -> Timestamps.fromIso8601(text());
        };
        return instant.orElseThrow(() -> outOfRange("a Timestamp"));
    }

    private SdkBytes blob() throws IOException {
        Optional<byte[]> bytes = Base64Text.decode(text());
        return SdkBytes.fromByteArrayUnsafe(
                bytes.orElseThrow(() -> Malformed.type("STRING_VALUE that is not Base64", "a Blob", path())));
    }

    private Document document() throws IOException {
        return switch (in.currentToken()) {
            case START_OBJECT -> {
                Map<String, Document> values = new LinkedHashMap<>();
                while (in.nextToken() != JsonToken.END_OBJECT) {
                    String key = wellFormed(in.currentName());
                    in.nextToken();
                    if (values.put(key, document()) != null) {
                        throw Malformed.because("Duplicate key " + path());
                    }
                }
                yield Document.fromMap(values);
            }
            case START_ARRAY -> {
                List<Document> values = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    values.add(document());
                }
                yield Document.fromList(values);
            }
            case VALUE_STRING -> Document.fromString(text());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Document.fromNumber(SdkNumber.fromString(in.getText()));
            case VALUE_TRUE, VALUE_FALSE -> Document.fromBoolean(bool());
            case VALUE_NULL -> Document.fromNull();
            default -> throw wrong("a Document");
        };
    }

    private void expect(JsonToken token, String expected) {
        if (in.currentToken() != token) {
            throw wrong(expected);
        }
    }

    private RuntimeException wrong(String expected) {
        return Malformed.type(found(in.currentToken()), expected, path());
    }

    private RuntimeException outOfRange(String expected) {
        return Malformed.because("NUMBER_VALUE is out of the range of " + expected + " (member " + path() + ")");
    }

    /// AWS's word for what stands in the document.
    private static String found(@Nullable JsonToken token) {
        if (token == null) {
            return "End of input";
        }
        return switch (token) {
            case START_OBJECT -> "Start of structure or map";
            case START_ARRAY -> "Start of list";
            case VALUE_STRING -> "STRING_VALUE";
            case VALUE_NUMBER_INT -> "NUMBER_VALUE";
            case VALUE_NUMBER_FLOAT -> "FLOAT_VALUE";
            case VALUE_TRUE -> "TRUE_VALUE";
            case VALUE_FALSE -> "FALSE_VALUE";
            case VALUE_NULL -> "NULL_VALUE";
            default -> token.name();
        };
    }

    /// Where the parser stands: `containerDefinitions[0].memory`.
    private String path() {
        JsonStreamContext context = in.getParsingContext();
        boolean justOpened = in.currentToken() != null && in.currentToken().isStructStart();
        return path(justOpened ? context.getParent() : context);
    }

    private static String path(@Nullable JsonStreamContext context) {
        StringBuilder path = new StringBuilder();
        for (JsonStreamContext at = context; at != null && !at.inRoot(); at = at.getParent()) {
            if (at.inArray()) {
                path.insert(0, "[" + at.getCurrentIndex() + "]");
            } else if (at.getCurrentName() != null) {
                path.insert(0, "." + shortened(at.getCurrentName()));
            }
        }
        return path.isEmpty() ? "(the body)" : path.charAt(0) == '.' ? path.substring(1) : path.toString();
    }

    private static String shortened(String name) {
        return name.length() <= QUOTED_NAME_LENGTH ? name : name.substring(0, QUOTED_NAME_LENGTH) + "...";
    }
}
