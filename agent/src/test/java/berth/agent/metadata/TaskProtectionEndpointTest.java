package berth.agent.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.VirtualLoop;
import berth.kernel.host.Beat;
import berth.kernel.host.HostChannel;
import berth.kernel.host.HostFacts;
import berth.kernel.host.LogBatch;
import berth.kernel.host.Observed;
import berth.kernel.host.ProtectionAnswer;
import berth.kernel.host.ProtectionCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TaskProtectionEndpointTest {
    private static final String ARN = "arn:aws:ecs:us-east-1:000000000000:task/c/t";

    private final VirtualLoop loop = new VirtualLoop();
    private final ControlPlane control = new ControlPlane();
    private final TaskProtectionEndpoint endpoint = new TaskProtectionEndpoint("h", control, loop);
    private final List<MetadataReply> replies = new ArrayList<>();

    private MetadataReply ask(String method, String body, @Nullable String taskArn) {
        replies.clear();
        endpoint.answer(
                new MetadataRequest(method, "/api/abc/task-protection/v1/state", body, "172.17.0.2"),
                taskArn,
                replies::add);
        loop.settle();
        assertThat(replies).hasSize(1);
        return replies.getFirst();
    }

    private static MetadataReply json(int status, String body) {
        return new MetadataReply(status, "application/json", body.replace('\'', '"'));
    }

    @Test
    void protectsTheTaskThatAsksAndSaysUntilWhen() {
        control.answer = new ProtectionAnswer.Protection(true, Instant.parse("2026-01-01T01:00:00Z"));
        assertThat(ask("PUT", "{\"ProtectionEnabled\":true,\"ExpiresInMinutes\":60}", ARN))
                .isEqualTo(json(
                        200,
                        "{'protection':{'ExpirationDate':'2026-01-01T01:00:00Z','ProtectionEnabled':true,'TaskArn':'"
                                + ARN + "'}}"));
        assertThat(control.calls).containsExactly(new ProtectionCall(ARN, true, 60));
    }

    @Test
    void tellsHowTheTaskStands() {
        control.answer = new ProtectionAnswer.Protection(false, null);
        assertThat(ask("GET", "", ARN))
                .isEqualTo(json(
                        200,
                        "{'protection':{'ExpirationDate':null,'ProtectionEnabled':false,'TaskArn':'" + ARN + "'}}"));
        assertThat(control.calls).containsExactly(new ProtectionCall(ARN, null, null));
    }

    @Test
    void aFailureIsAnAnswerAndARefusalAnError() {
        control.answer = new ProtectionAnswer.Failure("TASK_NOT_VALID");
        assertThat(ask("GET", "", ARN))
                .isEqualTo(json(200, "{'failure':{'Arn':'" + ARN + "','Detail':null,'Reason':'TASK_NOT_VALID'}}"));
        control.answer = new ProtectionAnswer.Refused(400, "InvalidParameterException", "no");
        assertThat(ask("GET", "", ARN))
                .isEqualTo(
                        json(400, "{'error':{'Arn':'" + ARN + "','Code':'InvalidParameterException','Message':'no'}}"));
    }

    @Test
    void withoutAnAnswerTheCallTimesOutAndALateAnswerIsDropped() {
        endpoint.answer(MetadataRequest.get("/api/abc/task-protection/v1/state", "x"), ARN, replies::add);
        loop.settle();
        assertThat(replies).isEmpty();
        loop.pass(Duration.ofSeconds(4));
        loop.settle();
        control.late.getFirst().accept(new ProtectionAnswer.Protection(false, null));
        loop.settle();
        assertThat(replies)
                .containsExactly(
                        json(
                                504,
                                "{'error':{'Arn':'" + ARN
                                        + "','Code':'RequestCanceled','Message':'Timed out calling ECS Task Protection API'}}"));
    }

    @Test
    void wrongRequestsAreRefusedInTheAgentsWords() {
        MetadataReply undecoded = json(
                400,
                "{'error':{'Code':'InvalidParameterException','Message':'UpdateTaskProtection: failed to decode request'}}");
        for (String body : List.of(
                "",
                "[]",
                "{",
                "{\"Other\":1}",
                "{\"ProtectionEnabled\":\"yes\"}",
                "{\"ProtectionEnabled\":true,\"ExpiresInMinutes\":1.5}")) {
            assertThat(ask("PUT", body, ARN)).as(body).isEqualTo(undecoded);
        }
        assertThat(ask("PUT", "{\"expiresInMinutes\":5}", ARN).body())
                .isEqualTo("{\"error\":{\"Arn\":\"" + ARN + "\",\"Code\":\"InvalidParameterException\",\"Message\":"
                        + "\"Invalid request: does not contain 'ProtectionEnabled' field\"}}");
        assertThat(ask("GET", "", null))
                .isEqualTo(
                        json(
                                404,
                                "{'error':{'Code':'ResourceNotFoundException','Message':'Failed to find a task for the request'}}"));
        assertThat(ask("POST", "{}", ARN).status()).isEqualTo(405);
        assertThat(control.calls).isEmpty();
    }

    @Test
    void minutesThatNoIntHoldsAreOutOfRangeAndNotSomethingElse() {
        control.answer = new ProtectionAnswer.Refused(400, "InvalidParameterException", "no");
        ask("PUT", "{\"protectionEnabled\":true,\"expiresInMinutes\":4294967297}", ARN);
        assertThat(control.calls).containsExactly(new ProtectionCall(ARN, true, Integer.MAX_VALUE));
    }

    @Test
    void readsPaths() {
        assertThat(TaskProtectionEndpoint.token("/api/abc/task-protection/v1/state"))
                .isEqualTo("abc");
        for (String other : List.of(
                "/api//task-protection/v1/state",
                "/api/task-protection/v1/state",
                "/api/a/b/task-protection/v1/state",
                "/v4/abc/task-protection/v1/state",
                "/api/abc/task-protection/v2/state")) {
            assertThat(TaskProtectionEndpoint.token(other)).as(other).isNull();
        }
    }

    /// Answers with what it was given; without that it keeps the question.
    private static final class ControlPlane implements HostChannel.Upstream {
        final List<ProtectionCall> calls = new ArrayList<>();
        final List<Consumer<ProtectionAnswer>> late = new ArrayList<>();

        @Nullable
        ProtectionAnswer answer;

        @Override
        public void protection(String hostId, ProtectionCall call, Consumer<ProtectionAnswer> done) {
            calls.add(call);
            if (answer == null) {
                late.add(done);
            } else {
                done.accept(answer);
            }
        }

        @Override
        public void joined(HostFacts facts, HostChannel channel) {}

        @Override
        public void observed(Observed observed) {}

        @Override
        public void beat(Beat beat) {}

        @Override
        public void left(String hostId, HostChannel channel) {}

        @Override
        public void log(String hostId, LogBatch batch, LongConsumer nextLine) {}

        @Override
        public void logPosition(String hostId, String group, String stream, String source, LongConsumer nextLine) {}
    }
}
