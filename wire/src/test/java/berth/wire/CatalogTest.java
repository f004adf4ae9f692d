package berth.wire;

import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.codec.Model;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.acm.AcmAsyncClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsAsyncClient;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;
import software.amazon.awssdk.services.ecs.EcsAsyncClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2AsyncClient;
import software.amazon.awssdk.services.iam.IamAsyncClient;
import software.amazon.awssdk.services.sts.StsAsyncClient;

class CatalogTest {
    private static Class<?> client(Service service) {
        return switch (service) {
            case ECS -> EcsAsyncClient.class;
            case LOGS -> CloudWatchLogsAsyncClient.class;
            case STS -> StsAsyncClient.class;
            case EC2 -> Ec2AsyncClient.class;
            case ELB -> ElasticLoadBalancingV2AsyncClient.class;
            case IAM -> IamAsyncClient.class;
            case ACM -> AcmAsyncClient.class;
        };
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void knows_every_operation_of_the_sdks_client_and_no_other(Service service) {
        Set<String> stems = Catalog.sdk().operations(service).stream()
                .map(Operation::stem)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(stems).isEqualTo(stemsOf(client(service)));
    }

    private static Set<String> stemsOf(Class<?> client) {
        return Arrays.stream(client.getMethods())
                .filter(method -> method.getParameterCount() >= 1)
                .map(Method::getParameterTypes)
                .map(parameters -> parameters[0])
                .filter(SdkRequest.class::isAssignableFrom)
                .map(request -> request.getSimpleName().replaceFirst("Request$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void every_operations_classes_load_and_can_be_built(Service service) {
        for (Operation operation : Catalog.sdk().operations(service)) {
            SdkPojo request = Model.build(Model.builder(operation.requestClass()));
            SdkPojo response = Model.build(Model.builder(operation.responseClass()));

            assertThat(request).isInstanceOf(operation.requestClass());
            assertThat(response).isInstanceOf(operation.responseClass());
        }
    }

    @Test
    void names_are_those_of_the_wire_and_case_counts() {
        Catalog catalog = Catalog.sdk();

        assertThat(catalog.operation(Service.STS, "AssumeRoleWithSAML"))
                .hasValueSatisfying(found ->
                        assertThat(found.requestClass().getSimpleName()).isEqualTo("AssumeRoleWithSamlRequest"));
        assertThat(catalog.operation(Service.STS, "AssumeRoleWithSaml")).isEmpty();
        assertThat(catalog.operation(Service.ECS, "runTask")).isEmpty();
        assertThat(catalog.operation(Service.ECS, "RunTask"))
                .map(Operation::action)
                .contains("ecs:RunTask");
        assertThat(catalog.operation(Service.LOGS, "RunTask")).isEmpty();
    }
}
