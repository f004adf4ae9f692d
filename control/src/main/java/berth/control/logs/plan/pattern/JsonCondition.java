package berth.control.logs.plan.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a JSON document must fulfil. A selector with a wildcard is fulfilled by any one of what it selects.
sealed interface JsonCondition {
    boolean test(JsonNode document);

    int regexes();

    int wildcards();

    /// Adds the values that are looked at.
    void extract(JsonNode document, Map<String, String> values);

    /// Several conditions, of which each counts.
    sealed interface Several extends JsonCondition {
        List<JsonCondition> conditions();

        @Override
        default int regexes() {
            return conditions().stream().mapToInt(JsonCondition::regexes).sum();
        }

        @Override
        default int wildcards() {
            return conditions().stream().mapToInt(JsonCondition::wildcards).sum();
        }

        @Override
        default void extract(JsonNode document, Map<String, String> values) {
            conditions().forEach(condition -> condition.extract(document, values));
        }
    }

    record All(List<JsonCondition> conditions) implements Several {
        @Override
        public boolean test(JsonNode document) {
            return conditions.stream().allMatch(condition -> condition.test(document));
        }
    }

    record AnyOf(List<JsonCondition> conditions) implements Several {
        @Override
        public boolean test(JsonNode document) {
            return conditions.stream().anyMatch(condition -> condition.test(document));
        }
    }

    /// `$.status >= 500`. CloudWatch: an object, an array and nothing at all fulfil no comparison, not even `!=`.
    record Compares(Selector selector, Comparison comparison) implements JsonCondition {
        @Override
        public boolean test(JsonNode document) {
            return selector.select(document).stream().anyMatch(this::fulfils);
        }

        private boolean fulfils(JsonNode node) {
            return isValue(node) && comparison.test(node.asText(), number(node));
        }

        private static @Nullable BigDecimal number(JsonNode node) {
            return node.isNumber() ? Comparison.number(node.asText()) : null;
        }

        @Override
        public int regexes() {
            return comparison.regexes();
        }

        @Override
        public int wildcards() {
            return selector.wildcards();
        }

        @Override
        public void extract(JsonNode document, Map<String, String> values) {
            firstValue(selector, document, values);
        }
    }

    /// `IS NULL`, `IS TRUE`, `IS FALSE`: the very value, not a text like it.
    record Is(Selector selector, Constant constant) implements JsonCondition {
        enum Constant {
            NULL,
            TRUE,
            FALSE
        }

        @Override
        public boolean test(JsonNode document) {
            return selector.select(document).stream().anyMatch(node -> switch (constant) {
                case NULL -> node.isNull();
                case TRUE -> node.isBoolean() && node.booleanValue();
                case FALSE -> node.isBoolean() && !node.booleanValue();
            });
        }

        @Override
        public int regexes() {
            return 0;
        }

        @Override
        public int wildcards() {
            return selector.wildcards();
        }

        @Override
        public void extract(JsonNode document, Map<String, String> values) {
            firstValue(selector, document, values);
        }
    }

    /// `NOT EXISTS`: nothing is there, not even null.
    record Missing(Selector selector) implements JsonCondition {
        @Override
        public boolean test(JsonNode document) {
            return selector.select(document).isEmpty();
        }

        @Override
        public int regexes() {
            return 0;
        }

        @Override
        public int wildcards() {
            return selector.wildcards();
        }

        @Override
        public void extract(JsonNode document, Map<String, String> values) {}
    }

    private static boolean isValue(JsonNode node) {
        return node.isTextual() || node.isNumber() || node.isBoolean();
    }

    private static void firstValue(Selector selector, JsonNode document, Map<String, String> values) {
        selector.select(document).stream()
                .filter(JsonCondition::isValue)
                .findFirst()
                .ifPresent(node -> values.put(selector.text(), node.asText()));
    }
}
