package berth.agent.metadata;

import berth.agent.fault.FaultAnswer;
import berth.agent.fault.FaultInjection;
import berth.agent.fault.FaultOperation;
import berth.agent.fault.FaultTask;
import berth.agent.fault.FaultType;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `$ECS_AGENT_URI/fault/v1/FAULT/OPERATION`: a task asks for a network fault of its own (POST).
///
/// ECS: each of the nine paths lets a container ask once in 5 seconds.
final class FaultEndpoint {
    private static final double PER_SECOND = 0.2;

    private final FaultInjection faults;
    private final RequestLimit limit = new RequestLimit(PER_SECOND, 1);

    /// A path of this endpoint.
    ///
    /// @param token what stands for the container
    record Path(String token, FaultType type, FaultOperation operation) {
        /// Reads a path; null if it is none of them.
        static @Nullable Path parse(String path) {
            List<String> parts = List.of(path.split("/", -1));
            boolean ours = parts.size() == 7
                    && parts.get(0).isEmpty()
                    && parts.get(1).equals("api")
                    && !parts.get(2).isEmpty()
                    && parts.get(3).equals("fault")
                    && parts.get(4).equals("v1");
            if (ours) {
                for (FaultType type : FaultType.values()) {
                    for (FaultOperation operation : FaultOperation.values()) {
                        if (parts.get(5).equals(type.word()) && parts.get(6).equals(operation.word())) {
                            return new Path(parts.get(2), type, operation);
                        }
                    }
                }
            }
            return null;
        }
    }

    FaultEndpoint(FaultInjection faults) {
        this.faults = faults;
    }

    /// Answers one request, exactly once, on the loop. To be called on the loop.
    ///
    /// @param task null where the token names nobody
    void answer(
            Path path, MetadataRequest request, @Nullable FaultTask task, Instant now, Consumer<MetadataReply> done) {
        if (!request.method().equals("POST")) {
            done.accept(new MetadataReply(405, "text/plain; charset=utf-8", ""));
        } else if (!limit.admits(path.token() + ' ' + path.type() + ' ' + path.operation(), now)) {
            done.accept(json(new FaultAnswer(429, RequestLimit.REACHED)));
        } else {
            faults.answer(
                    path.type(),
                    path.operation(),
                    request.body(),
                    path.token(),
                    task,
                    answer -> done.accept(json(answer)));
        }
    }

    private static MetadataReply json(FaultAnswer answer) {
        return new MetadataReply(
                answer.httpStatus(),
                "application/json",
                JsonNodeFactory.instance
                        .objectNode()
                        .put(answer.error() ? "Error" : "Status", answer.text())
                        .toString());
    }
}
