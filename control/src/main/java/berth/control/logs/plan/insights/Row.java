package berth.control.logs.plan.insights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One row of a query: the fields of an event, or of a group of events after stats.
///
/// CloudWatch: the fields of a message that is a JSON object are found by their paths, `user.id` and `items.0.name`, at
/// most 200 of them; @message, @timestamp, @ingestionTime, @logStream, @log and @ptr are there always.
final class Row {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_FIELDS = 200;

    private final Map<String, Value> values;

    private Row(Map<String, Value> values) {
        this.values = values;
    }

    static Row of(Event event) {
        Row row = new Row(new LinkedHashMap<>());
        row.discover(event.message());
        row.set("@timestamp", new Value.Time(event.at()));
        row.set("@message", new Value.Text(event.message()));
        row.set("@logStream", new Value.Text(event.stream()));
        row.set("@log", new Value.Text(event.log()));
        row.set("@ptr", new Value.Text(event.pointer()));
        row.set("@ingestionTime", new Value.Time(event.ingested()));
        return row;
    }

    static Row empty() {
        return new Row(new LinkedHashMap<>());
    }

    /// @param at milliseconds since 1970
    /// @param log `account:group`
    record Event(long at, long ingested, String stream, String log, String pointer, String message) {}

    @Nullable
    Value get(String field) {
        return values.get(field);
    }

    void set(String field, @Nullable Value value) {
        if (value == null) {
            values.remove(field);
        } else {
            values.put(field, value);
        }
    }

    private void discover(String message) {
        String text = message.strip();
        if (!text.startsWith("{")) {
            return;
        }
        try {
            add("", JSON.readTree(text));
        } catch (JsonProcessingException e) {
            // No JSON: there is nothing to find in it.
        }
    }

    private void add(String path, JsonNode node) {
        if (values.size() >= MOST_FIELDS) {
            return;
        }
        String prefix = path.isEmpty() ? "" : path + '.';
        if (node.isObject()) {
            node.properties().forEach(member -> add(prefix + member.getKey(), member.getValue()));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                add(prefix + i, node.get(i));
            }
        } else if (node.isBoolean()) {
            values.put(path, new Value.Bool(node.booleanValue()));
        } else if (!node.isNull()) {
            values.put(path, new Value.Text(node.asText()));
        }
    }
}
