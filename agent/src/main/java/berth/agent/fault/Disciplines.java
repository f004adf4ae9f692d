package berth.agent.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/// Which of the two faults that take a queueing discipline run.
///
/// ECS: a `netem` with a delay is a latency, one with a random loss is a packet loss.
record Disciplines(boolean latency, boolean packetLoss) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /// Reads what `tc -j` printed; null if it can't be read.
    static @Nullable Disciplines parse(String output) {
        JsonNode list;
        try {
            list = MAPPER.readTree(output);
        } catch (JsonProcessingException e) {
            return null;
        }
        if (!list.isArray()) {
            return null;
        }
        boolean latency = false;
        boolean packetLoss = false;
        for (JsonNode discipline : list) {
            if (discipline.path("kind").asText().equals("netem")) {
                latency |= discipline.path("options").hasNonNull("delay");
                packetLoss |= discipline.path("options").hasNonNull("loss-random");
            }
        }
        return new Disciplines(latency, packetLoss);
    }
}
