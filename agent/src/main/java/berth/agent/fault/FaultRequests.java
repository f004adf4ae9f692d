package berth.agent.fault;

import berth.agent.fault.NetworkFault.BlackholePort;
import berth.agent.fault.NetworkFault.Latency;
import berth.agent.fault.NetworkFault.PacketLoss;
import berth.agent.fault.NetworkFault.Traffic;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads and checks the bodies of requests, in the agent's words.
///
/// ECS: names in any case, others are let pass; what is missing is found first, then what is wrong, field by field.
/// A LossPercent of 0 is `invalid value 0 for parameter LossPercent`, none is `required parameter LossPercent is
/// missing`.
final class FaultRequests {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final BigInteger MAX_PORT = BigInteger.valueOf(65_535);
    private static final BigInteger MAX_NUMBER = BigInteger.valueOf(Long.MAX_VALUE);

    private final String struct;
    private final SortedMap<String, JsonNode> fields;

    private FaultRequests(String struct, SortedMap<String, JsonNode> fields) {
        this.struct = struct;
        this.fields = fields;
    }

    /// A body that asks for no fault; the message is the agent's.
    static final class InvalidFault extends Exception {
        private static final long serialVersionUID = 1;

        InvalidFault(String message) {
            super(message);
        }

        String words() {
            return String.valueOf(getMessage());
        }
    }

    /// @throws InvalidFault the first thing that is wrong
    static NetworkFault read(FaultType type, String body) throws InvalidFault {
        return switch (type) {
            case BLACKHOLE_PORT -> of("NetworkBlackholePortRequest", body).blackholePort();
            case LATENCY -> of("NetworkLatencyRequest", body).latency();
            case PACKET_LOSS -> of("NetworkPacketLossRequest", body).packetLoss();
        };
    }

    private static FaultRequests of(String struct, String body) throws InvalidFault {
        JsonNode node;
        try {
            node = MAPPER.readTree(body);
        } catch (JsonEOFException e) {
            throw new InvalidFault("unexpected EOF");
        } catch (JsonProcessingException e) {
            throw new InvalidFault("invalid JSON in the request body: " + e.getOriginalMessage());
        }
        if (node.isMissingNode()) {
            throw new InvalidFault("required request body is missing");
        }
        SortedMap<String, JsonNode> fields = new TreeMap<>();
        if (!node.isNull() && !node.isObject()) {
            throw new InvalidFault(
                    "json: cannot unmarshal %s into Go value of type types.%s".formatted(kind(node), struct));
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!field.getValue().isNull()) {
                fields.put(field.getKey().toLowerCase(Locale.ROOT), field.getValue());
            }
        }
        return new FaultRequests(struct, fields);
    }

    private BlackholePort blackholePort() throws InvalidFault {
        BigInteger givenPort = number("Port", "uint16", MAX_PORT);
        String givenProtocol = text("Protocol");
        String givenTraffic = text("TrafficType");
        List<String> spared = texts("SourcesToFilter");
        int port = required("Port", givenPort).intValue();
        String protocol = required("Protocol", givenProtocol);
        String traffic = required("TrafficType", givenTraffic);
        if (!protocol.equals("tcp") && !protocol.equals("udp")) {
            throw invalid(protocol, "Protocol");
        }
        for (Traffic way : Traffic.values()) {
            if (way.word().equals(traffic)) {
                return new BlackholePort(port, protocol, way, blocks("SourcesToFilter", spared));
            }
        }
        throw invalid(traffic, "TrafficType");
    }

    private Latency latency() throws InvalidFault {
        BigInteger delay = number("DelayMilliseconds", "uint64", MAX_NUMBER);
        BigInteger jitter = number("JitterMilliseconds", "uint64", MAX_NUMBER);
        List<String> sources = texts("Sources");
        List<String> spared = texts("SourcesToFilter");
        return new Latency(
                required("DelayMilliseconds", delay).longValue(),
                required("JitterMilliseconds", jitter).longValue(),
                blocks("Sources", notEmpty("Sources", sources)),
                blocks("SourcesToFilter", spared));
    }

    private PacketLoss packetLoss() throws InvalidFault {
        BigInteger percent = number("LossPercent", "uint64", MAX_NUMBER);
        List<String> sources = texts("Sources");
        List<String> spared = texts("SourcesToFilter");
        long loss = required("LossPercent", percent).longValue();
        if (loss < 1 || loss > 100) {
            throw invalid(Long.toString(loss), "LossPercent");
        }
        return new PacketLoss(
                (int) loss, blocks("Sources", notEmpty("Sources", sources)), blocks("SourcesToFilter", spared));
    }

    private static <T> T required(String name, @Nullable T value) throws InvalidFault {
        if (value == null) {
            throw new InvalidFault("required parameter %s is missing".formatted(name));
        }
        return value;
    }

    private static List<String> notEmpty(String name, List<String> values) throws InvalidFault {
        return required(name, values.isEmpty() ? null : values);
    }

    private static InvalidFault invalid(String value, String name) {
        return new InvalidFault("invalid value %s for parameter %s".formatted(value, name));
    }

    private @Nullable JsonNode field(String name) {
        return fields.get(name.toLowerCase(Locale.ROOT));
    }

    private @Nullable BigInteger number(String name, String type, BigInteger most) throws InvalidFault {
        JsonNode node = field(name);
        if (node == null) {
            return null;
        }
        boolean fits = node.isIntegralNumber()
                && node.bigIntegerValue().signum() >= 0
                && node.bigIntegerValue().compareTo(most) <= 0;
        if (!fits) {
            throw unmarshal(node.isNumber() ? "number " + node.asText() : kind(node), name, type);
        }
        return node.bigIntegerValue();
    }

    /// ECS: an empty text is as good as none.
    private @Nullable String text(String name) throws InvalidFault {
        JsonNode node = field(name);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            throw unmarshal(kind(node), name, "string");
        }
        return node.textValue().isEmpty() ? null : node.textValue();
    }

    private List<String> texts(String name) throws InvalidFault {
        List<String> texts = new ArrayList<>();
        JsonNode node = field(name);
        if (node == null) {
            return texts;
        }
        if (!node.isArray()) {
            throw unmarshal(kind(node), name, "[]*string");
        }
        for (JsonNode element : node) {
            if (!element.isTextual() && !element.isNull()) {
                throw unmarshal(kind(element), name, "string");
            }
            texts.add(element.asText(""));
        }
        return texts;
    }

    private InvalidFault unmarshal(String what, String name, String type) {
        return new InvalidFault(
                "json: cannot unmarshal %s into Go struct field %s.%s of type %s".formatted(what, struct, name, type));
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case BOOLEAN -> "bool";
            case NUMBER -> "number";
            case STRING -> "string";
            case ARRAY -> "array";
            case OBJECT, NULL, MISSING, BINARY, POJO -> "object";
        };
    }

    private static List<IpBlock> blocks(String name, List<String> texts) throws InvalidFault {
        List<IpBlock> blocks = new ArrayList<>();
        for (String text : texts) {
            IpBlock block = IpBlock.parse(text);
            if (block == null) {
                throw invalid(text, name);
            }
            blocks.add(block);
        }
        return blocks;
    }
}
