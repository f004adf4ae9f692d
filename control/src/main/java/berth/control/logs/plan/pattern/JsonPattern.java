package berth.control.logs.plan.pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `{ $.level = "error" && $.latency > 100 }`: a condition on a message that is one JSON document. A message that is
/// none does not match.
record JsonPattern(JsonCondition condition) implements FilterPattern {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(JsonNode.class);

    @Override
    public boolean matches(String message) {
        JsonNode document = document(message);
        return document != null && condition.test(document);
    }

    @Override
    public Map<String, String> extract(String message) {
        Map<String, String> values = new LinkedHashMap<>();
        JsonNode document = document(message);
        if (document != null) {
            condition.extract(document, values);
        }
        return values;
    }

    /// Null for a message that is no object and no array.
    private static @Nullable JsonNode document(String message) {
        String text = message.strip();
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return null;
        }
        try {
            return READER.readValue(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    @Override
    public int regexes() {
        return condition.regexes();
    }
}
