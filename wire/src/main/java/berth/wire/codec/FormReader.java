package berth.wire.codec;

import berth.kernel.Fault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;

/// Reads the parameters of a query call into builders of the model.
///
/// The two query protocols differ in their lists: awsQuery says `Tags.member.1.Key`, and `Tags.1.Key` only where the
/// model calls a list flattened; ec2Query always says the latter.
public final class FormReader {
    private final boolean flat;
    private final List<String> unknown = new ArrayList<>();

    private FormReader(boolean flat) {
        this.flat = flat;
    }

    /// Reads a request.
    ///
    /// @param flat every list is flattened (ec2Query)
    /// @param reserved parameters that belong to the protocol: Action, Version
    public static Json.Body read(Class<? extends SdkPojo> type, Form form, boolean flat, List<String> reserved) {
        FormReader reader = new FormReader(flat);
        SdkPojo builder = Model.builder(type);
        reader.structure(builder, Shape.of(builder), form, reserved);
        return new Json.Body(Model.build(builder), List.copyOf(reader.unknown));
    }

    private void structure(SdkPojo builder, Shape shape, Form form, List<String> reserved) {
        form.children().forEach((name, child) -> {
            Member member = shape.member(name);
            if (member != null) {
                member.set(builder, value(member, child));
            } else if (!reserved.contains(name)) {
                unknown.add(child.path());
            }
        });
    }

    private Object value(Member member, Form form) {
        return switch (member.type()) {
            case STRING -> scalar(form, "a string", Optional::of);
            case INTEGER -> scalar(form, "an integer", text -> number(text, Integer::valueOf));
            case LONG -> scalar(form, "an integer", text -> number(text, Long::valueOf));
            case SHORT -> scalar(form, "an integer", text -> number(text, Short::valueOf));
            case BYTE -> scalar(form, "an integer", text -> number(text, Byte::valueOf));
            case FLOAT ->
                scalar(form, "a number", text -> number(text, Float::valueOf).filter(Float::isFinite));
            case DOUBLE ->
                scalar(form, "a number", text -> number(text, Double::valueOf).filter(Double::isFinite));
            case BIG_DECIMAL ->
                scalar(
                        form,
                        "a number",
                        text -> number(text, Double::valueOf)
                                .filter(Double::isFinite)
                                .map(BigDecimal::valueOf));
            case BOOLEAN -> scalar(form, "true or false", FormReader::bool);
            case INSTANT -> scalar(form, "a timestamp such as 2024-02-29T21:35:25Z", Timestamps::fromIso8601);
            case SDK_BYTES ->
                scalar(form, "Base64", text -> Base64Text.decode(text).map(SdkBytes::fromByteArrayUnsafe));
            case SDK_POJO -> pojo(member, form);
            case LIST -> list(member, form);
            case MAP -> map(member, form);
            case DOCUMENT, NULL -> throw invalid(form, "nothing: the query protocols have no such type");
        };
    }

    private SdkPojo pojo(Member member, Form form) {
        if (form.value().filter(text -> !text.isEmpty()).isPresent()) {
            throw invalid(form, "a structure");
        }
        SdkPojo builder = member.newBuilder();
        structure(builder, member.shape(), form, List.of());
        return Model.build(builder);
    }

    private List<Object> list(Member member, Form form) {
        Form items = form;
        if (!flat && !member.list().isFlattened()) {
            items = inner(form, or(member.list().memberLocationName(), "member"));
        }
        List<Object> values = new ArrayList<>();
        for (Form item : items == null ? List.<Form>of() : items.items()) {
            values.add(value(member.element(), item));
        }
        return values;
    }

    private Map<String, Object> map(Member member, Form form) {
        Form entries = flat || member.map().isFlattened() ? form : inner(form, "entry");
        Map<String, Object> values = new LinkedHashMap<>();
        for (Form entry : entries == null ? List.<Form>of() : entries.items()) {
            Form key = entry.child(or(member.map().keyLocationName(), "key"));
            Form value = entry.child(or(member.map().valueLocationName(), "value"));
            if (key == null || value == null) {
                throw invalid(entry, "a key and a value");
            }
            values.put(scalar(key, "a string", Optional::of), value(member.element(), value));
        }
        return values;
    }

    /// The node below `name`; null for an empty list or map, which is written `Tags=`.
    private @Nullable Form inner(Form form, String name) {
        for (Form child : form.children().values()) {
            if (child != form.child(name)) {
                unknown.add(child.path());
            }
        }
        return form.child(name);
    }

    private static String or(@Nullable String name, String otherwise) {
        return name == null ? otherwise : name;
    }

    private <T> T scalar(Form form, String expected, Function<String, Optional<T>> reading) {
        form.children().values().forEach(child -> unknown.add(child.path()));
        return form.value().flatMap(reading).orElseThrow(() -> invalid(form, expected));
    }

    private static <T> Optional<T> number(String text, Function<String, T> reading) {
        try {
            return Optional.of(reading.apply(text));
        } catch (NumberFormatException notOne) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> bool(String text) {
        return switch (text) {
            case "true", "True", "TRUE", "1" -> Optional.of(true);
            case "false", "False", "FALSE", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static RuntimeException invalid(Form form, String expected) {
        String found = form.value().map(text -> "Value (" + text + ")").orElse("Value");
        return Fault.of(
                        "InvalidParameterValue",
                        found + " for parameter " + form.path() + " is invalid. Expected " + expected + '.')
                .raise();
    }
}
