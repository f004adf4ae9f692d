package berth.control.ecs.service.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkNumber;
import software.amazon.awssdk.core.document.Document;

/// Free documents of a request as JSON, which is how records keep them.
final class Documents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Documents() {}

    static @Nullable String toJson(@Nullable Document document) {
        return document == null || document.isNull() ? null : node(document).toString();
    }

    static @Nullable Document ofJson(@Nullable String json) {
        if (json == null) {
            return null;
        }
        try {
            return document(JSON.readTree(json));
        } catch (JacksonException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode node(Document document) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        if (document.isMap()) {
            var node = make.objectNode();
            document.asMap().forEach((key, value) -> node.set(key, node(value)));
            return node;
        }
        if (document.isList()) {
            var node = make.arrayNode();
            document.asList().forEach(value -> node.add(node(value)));
            return node;
        }
        if (document.isString()) {
            return make.textNode(document.asString());
        }
        if (document.isNumber()) {
            return make.numberNode(document.asNumber().bigDecimalValue());
        }
        return document.isBoolean() ? make.booleanNode(document.asBoolean()) : make.nullNode();
    }

    private static Document document(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Document> values = new LinkedHashMap<>();
                node.properties().forEach(member -> values.put(member.getKey(), document(member.getValue())));
                yield Document.fromMap(values);
            }
            case ARRAY -> {
                List<Document> values = new ArrayList<>();
                node.forEach(value -> values.add(document(value)));
                yield Document.fromList(values);
            }
            case STRING -> Document.fromString(node.textValue());
            case NUMBER -> Document.fromNumber(SdkNumber.fromString(node.asText()));
            case BOOLEAN -> Document.fromBoolean(node.booleanValue());
            case BINARY, MISSING, NULL, POJO -> Document.fromNull();
        };
    }
}
