package berth.agent.metadata;

import berth.kernel.host.ProtectionAnswer;
import berth.kernel.host.ProtectionCall;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The JSON of the task protection endpoint, key by key as the ECS agent reads and writes it.
final class TaskProtectionBodies {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TaskProtectionBodies() {}

    /// What a PUT says: names in any case, and no others. Null if it can't be read. Without ProtectionEnabled it reads
    /// like the question of a GET.
    static @Nullable ProtectionCall read(String taskArn, String body) {
        JsonNode node;
        try {
            node = MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return null;
        }
        if (!(node instanceof ObjectNode object)) {
            return null;
        }
        Boolean enabled = null;
        Integer minutes = null;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            boolean absent = value.isNull();
            switch (field.getKey().toLowerCase(Locale.ROOT)) {
                case "protectionenabled" -> {
                    if (!absent && !value.isBoolean()) {
                        return null;
                    }
                    enabled = absent ? null : Boolean.valueOf(value.booleanValue());
                }
                case "expiresinminutes" -> {
                    if (!absent && !value.canConvertToExactIntegral()) {
                        return null;
                    }
                    minutes = absent ? null : Integer.valueOf(inRange(value));
                }
                default -> {
                    return null;
                }
            }
        }
        return new ProtectionCall(taskArn, enabled, minutes);
    }

    /// A number that no int holds is as far out of ECS's range as the last one that an int does.
    private static int inRange(JsonNode value) {
        return value.canConvertToInt()
                ? value.intValue()
                : value.doubleValue() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    }

    static MetadataReply answer(String taskArn, ProtectionAnswer answer) {
        return switch (answer) {
            case ProtectionAnswer.Protection(var enabled, var expiration) -> {
                ObjectNode body = JSON.objectNode();
                body.putObject("protection")
                        .put("ExpirationDate", expiration == null ? null : expiration.toString())
                        .put("ProtectionEnabled", enabled)
                        .put("TaskArn", taskArn);
                yield json(200, body);
            }
            case ProtectionAnswer.Failure(var reason) -> {
                ObjectNode body = JSON.objectNode();
                body.putObject("failure").put("Arn", taskArn).putNull("Detail").put("Reason", reason);
                yield json(200, body);
            }
            case ProtectionAnswer.Refused(var status, var code, var message) -> error(status, taskArn, code, message);
        };
    }

    /// @param taskArn null where it isn't known who asks
    static MetadataReply error(int status, @Nullable String taskArn, String code, String message) {
        ObjectNode body = JSON.objectNode();
        ObjectNode error = body.putObject("error");
        if (taskArn != null) {
            error.put("Arn", taskArn);
        }
        error.put("Code", code).put("Message", message);
        return json(status, body);
    }

    private static MetadataReply json(int status, ObjectNode body) {
        return new MetadataReply(status, "application/json", body.toString());
    }
}
