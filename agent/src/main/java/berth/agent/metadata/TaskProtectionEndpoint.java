package berth.agent.metadata;

import berth.kernel.Loop;
import berth.kernel.host.HostChannel;
import berth.kernel.host.ProtectionCall;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `$ECS_AGENT_URI/task-protection/v1/state`: a task asks for its own protection from scale-in (GET), sets it or ends
/// it
/// (PUT). The control plane answers, or nobody does within four seconds.
final class TaskProtectionEndpoint {
    private static final String PREFIX = "/api/";
    private static final String SUFFIX = "/task-protection/v1/state";

    /// ECS: how long the agent waits for ECS.
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    private final String hostId;
    private final HostChannel.Upstream upstream;
    private final Loop loop;

    TaskProtectionEndpoint(String hostId, HostChannel.Upstream upstream, Loop loop) {
        this.hostId = hostId;
        this.upstream = upstream;
        this.loop = loop;
    }

    /// The token in a path of this endpoint; null if it is none.
    static @Nullable String token(String path) {
        if (!path.startsWith(PREFIX) || !path.endsWith(SUFFIX) || path.length() <= PREFIX.length() + SUFFIX.length()) {
            return null;
        }
        String token = path.substring(PREFIX.length(), path.length() - SUFFIX.length());
        return token.indexOf('/') < 0 ? token : null;
    }

    /// Answers one request, exactly once, on the loop. To be called on the loop.
    ///
    /// @param taskArn who asks, or null where the token names nobody
    void answer(MetadataRequest request, @Nullable String taskArn, Consumer<MetadataReply> done) {
        boolean put = request.method().equals("PUT");
        if (!put && !request.method().equals("GET")) {
            done.accept(new MetadataReply(405, "text/plain; charset=utf-8", ""));
            return;
        }
        String arn = taskArn == null ? "" : taskArn;
        ProtectionCall call =
                put ? TaskProtectionBodies.read(arn, request.body()) : new ProtectionCall(arn, null, null);
        if (call == null) {
            done.accept(TaskProtectionBodies.error(
                    400, null, "InvalidParameterException", "UpdateTaskProtection: failed to decode request"));
        } else if (taskArn == null) {
            done.accept(TaskProtectionBodies.error(
                    404, null, "ResourceNotFoundException", "Failed to find a task for the request"));
        } else if (put && call.enabled() == null) {
            done.accept(TaskProtectionBodies.error(
                    400,
                    taskArn,
                    "InvalidParameterException",
                    "Invalid request: does not contain 'ProtectionEnabled' field"));
        } else {
            ask(call, done);
        }
    }

    private void ask(ProtectionCall call, Consumer<MetadataReply> done) {
        Once once = new Once(done);
        Loop.Timer timer = loop.schedule(
                TIMEOUT,
                () -> once.answer(TaskProtectionBodies.error(
                        504, call.taskArn(), "RequestCanceled", "Timed out calling ECS Task Protection API")));
        upstream.protection(
                hostId,
                call,
                answer -> loop.execute(() -> {
                    timer.cancel();
                    once.answer(TaskProtectionBodies.answer(call.taskArn(), answer));
                }));
    }

    /// Lets the first answer through: the line may double one, or bring it late.
    private static final class Once {
        private final Consumer<MetadataReply> done;
        private boolean answered;

        Once(Consumer<MetadataReply> done) {
            this.done = done;
        }

        void answer(MetadataReply reply) {
            if (!answered) {
                answered = true;
                done.accept(reply);
            }
        }
    }
}
