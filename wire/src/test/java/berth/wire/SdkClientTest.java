package berth.wire;

import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.codec.Filled;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;

/// Every operation of every service, called by the SDK's own client with random requests: signed by its signer, written
/// and read by its marshallers.
class SdkClientTest {
    /// The SDK presigns a second request inside these.
    private static final List<String> NOT_SENT_AS_GIVEN = List.of("CopySnapshot");

    private static Object client(Service service, SdkLoop loop) {
        return switch (service) {
            case ECS -> loop.client(EcsClient.builder());
            case LOGS -> loop.client(CloudWatchLogsClient.builder());
            case STS -> loop.client(StsClient.builder());
            case EC2 -> loop.client(Ec2Client.builder());
            case ELB -> loop.client(ElasticLoadBalancingV2Client.builder());
            case IAM -> loop.client(IamClient.builder());
            case ACM -> loop.client(AcmClient.builder());
        };
    }

    private static Optional<Method> method(Class<?> client, Operation operation) {
        return Arrays.stream(client.getMethods())
                .filter(method -> method.getName().equalsIgnoreCase(operation.name()))
                .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {operation.requestClass()}))
                .findFirst();
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void what_the_sdk_sends_is_understood_and_what_we_answer_is_what_it_reads(Service service)
            throws ReflectiveOperationException {
        SdkLoop loop = new SdkLoop();
        Object client = client(service, loop);
        int called = 0;
        for (Operation operation : Catalog.sdk().operations(service)) {
            Optional<Method> method = method(service == Service.ECS ? EcsClient.class : interfaceOf(client), operation);
            if (method.isPresent() && !NOT_SENT_AS_GIVEN.contains(operation.name())) {
                exchange(loop, client, method.get(), operation, called++);
            }
        }
        assertThat(called).isGreaterThan(Catalog.sdk().operations(service).size() * 9 / 10);
    }

    private static Class<?> interfaceOf(Object client) {
        return client.getClass().getInterfaces()[0];
    }

    private static void exchange(SdkLoop loop, Object client, Method method, Operation operation, long seed)
            throws ReflectiveOperationException {
        double share = operation.service() == Service.EC2 ? 0.2 : 0.5;
        Filled filled = new Filled(seed, share, !operation.service().protocol().isJson());
        SdkPojo request = filled.object(operation.requestClass());
        SdkPojo response = filled.object(operation.responseClass());
        loop.answerWith(response);

        Object read;
        try {
            read = method.invoke(client, request);
        } catch (InvocationTargetException failure) {
            throw new AssertionError(operation + " with seed " + seed, failure.getCause());
        }

        Parsed received = loop.received().orElseThrow();
        assertThat(received.operation()).isEqualTo(operation);
        assertThat(received.unknownMembers()).as("%s, seed %d", operation, seed).isEmpty();
        assertThat(received.request().equalsBySdkFields(request))
                .as("%s, seed %d: sent%n%s%nread%n%s", operation, seed, request, received.request())
                .isTrue();
        assertThat(response.equalsBySdkFields(read))
                .as("%s, seed %d: written%n%s%nread%n%s", operation, seed, response, read)
                .isTrue();
        loop.caller()
                .ifPresent(caller -> assertThat(caller.service())
                        .isEqualTo(operation.service().signingName()));
    }
}
