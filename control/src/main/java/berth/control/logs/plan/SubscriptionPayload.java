package berth.control.logs.plan;

import berth.control.logs.plan.pattern.FilterPattern;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// What a subscription filter sends: `{"awslogs": {"data": "..."}}`, where data is a DATA_MESSAGE, as gzip in base64.
/// One message holds events of one stream.
///
/// CloudWatch: user guide, "Log group-level subscription filters", the payload of a Lambda function.
public final class SubscriptionPayload {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SubscriptionPayload() {}

    /// @param id as FilterLogEvents shows it
    public record Line(String stream, String id, Instant at, String message) {}

    /// The payloads for lines of a group, in the order of their streams' first lines; none where nothing matches.
    public static List<String> of(
            String account, String group, String filter, FilterPattern pattern, List<Line> lines) {
        Map<String, List<Line>> byStream = new LinkedHashMap<>();
        for (Line line : lines) {
            if (pattern.matches(line.message())) {
                byStream.computeIfAbsent(line.stream(), stream -> new ArrayList<>())
                        .add(line);
            }
        }
        List<String> payloads = new ArrayList<>();
        byStream.forEach((stream, of) -> payloads.add(wrapped(message(account, group, stream, filter, pattern, of))));
        return payloads;
    }

    private static ObjectNode message(
            String account, String group, String stream, String filter, FilterPattern pattern, List<Line> lines) {
        ObjectNode message = JSON.createObjectNode();
        message.put("messageType", "DATA_MESSAGE");
        message.put("owner", account);
        message.put("logGroup", group);
        message.put("logStream", stream);
        message.putArray("subscriptionFilters").add(filter);
        ArrayNode events = message.putArray("logEvents");
        for (Line line : lines) {
            ObjectNode event = events.addObject();
            event.put("id", line.id());
            event.put("timestamp", line.at().toEpochMilli());
            event.put("message", line.message());
            if (pattern.hasFields()) {
                ObjectNode fields = event.putObject("extractedFields");
                pattern.extract(line.message()).forEach((name, value) -> fields.put(name.substring(1), value));
            }
        }
        return message;
    }

    private static String wrapped(ObjectNode message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text(message).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ObjectNode payload = JSON.createObjectNode();
        payload.putObject("awslogs").put("data", Base64.getEncoder().encodeToString(bytes.toByteArray()));
        return text(payload);
    }

    private static String text(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
