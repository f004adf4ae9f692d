package berth.control.ecs.instance.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.task.TaskModule;
import berth.control.ecs.task.TaskWorld;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.plan.Launched;
import berth.kernel.Fault;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.Tag;

/// Cluster c, and hosts h1 and h2 that are no container instances yet.
class RegisterContainerInstanceTest {
    private final TaskWorld world = new TaskWorld().host("h1").host("h2");

    private ContainerInstance register(Consumer<RegisterContainerInstanceRequest.Builder> more) {
        return world.calls
                .call(new RegisterContainerInstance(TaskModule.instanceTasks()), request(more))
                .containerInstance();
    }

    private Fault refusal(Consumer<RegisterContainerInstanceRequest.Builder> more) {
        return world.calls.refusal(new RegisterContainerInstance(TaskModule.instanceTasks()), request(more));
    }

    private static RegisterContainerInstanceRequest request(Consumer<RegisterContainerInstanceRequest.Builder> more) {
        return RegisterContainerInstanceRequest.builder()
                .cluster("c")
                .applyMutation(more)
                .build();
    }

    private String document(String host) {
        return "{\"instanceId\":\"%s\",\"region\":\"us-east-1\"}".formatted(ec2Id(host));
    }

    private String ec2Id(String host) {
        return Objects.requireNonNull(world.state().find(InstanceViews.HOSTS, host))
                .ec2InstanceId();
    }

    private static Attribute attribute(String name, String value) {
        return Attribute.builder().name(name).value(value).build();
    }

    private Launched launch() {
        return world.commit(world.launch(world.sample(), LaunchType.EC2, 1));
    }

    @Test
    void aHostBecomesAnInstanceWithAttributesAndTags() {
        ContainerInstance made = register(r -> r.instanceIdentityDocument(document("h2"))
                .attributes(attribute("rack", "7"), attribute("ecs.os-type", "linux"))
                .tags(Tag.builder().key("team").value("web").build()));
        assertThat(made.ec2InstanceId()).isEqualTo(ec2Id("h2"));
        assertThat(made.status()).isEqualTo("ACTIVE");
        assertThat(made.agentConnected()).isTrue();
        assertThat(made.attributes()).contains(attribute("rack", "7"), attribute("ecs.os-type", "linux"));
        assertThat(world.calls
                        .call(
                                new DescribeContainerInstances(TaskModule.instanceTasks()),
                                DescribeContainerInstancesRequest.builder()
                                        .cluster("c")
                                        .containerInstances(made.containerInstanceArn())
                                        .includeWithStrings("TAGS")
                                        .build())
                        .containerInstances())
                .containsExactly(made);
        assertThat(made.tags())
                .containsExactly(Tag.builder().key("team").value("web").build());
    }

    @Test
    void oneThatIsAnInstanceStaysTheSameAndGetsWhatIsNew() {
        ContainerInstance first = register(r -> r.instanceIdentityDocument(document("h1"))
                .attributes(attribute("rack", "7"))
                .tags(Tag.builder().key("team").value("web").build()));
        assertThat(register(r -> r.instanceIdentityDocument(document("h1")))).isEqualTo(first);
        ContainerInstance again = register(r -> r.containerInstanceArn(first.containerInstanceArn())
                .attributes(attribute("rack", "8"), attribute("stack", "prod")));
        assertThat(again.containerInstanceArn()).isEqualTo(first.containerInstanceArn());
        assertThat(again.version()).isEqualTo(first.version() + 2);
        assertThat(again.attributes()).contains(attribute("rack", "8"), attribute("stack", "prod"));
        assertThat(again.tags()).isEqualTo(first.tags());
    }

    @Test
    void oneThatWasDeregisteredIsAnInstanceAnewAndGetsTasksAgain() {
        ContainerInstance old = register(r -> r.instanceIdentityDocument(document("h1")));
        ContainerInstance other = register(r -> r.instanceIdentityDocument(document("h2")));
        for (ContainerInstance each : List.of(old, other)) {
            world.calls.call(
                    new DeregisterContainerInstance(TaskModule.instanceTasks()),
                    DeregisterContainerInstanceRequest.builder()
                            .cluster("c")
                            .containerInstance(each.containerInstanceArn())
                            .build());
        }
        assertThat(launch().tasks()).isEmpty();
        assertThat(refusal(r -> r.containerInstanceArn(old.containerInstanceArn()))
                        .message())
                .isEqualTo("The referenced container instance was not found.");

        ContainerInstance anew = register(r -> r.instanceIdentityDocument(document("h1")));
        assertThat(anew.containerInstanceArn()).isNotEqualTo(old.containerInstanceArn());
        assertThat(launch().tasks())
                .singleElement()
                .satisfies(task -> assertThat(anew.containerInstanceArn())
                        .endsWith("/c/" + task.spec().containerInstance()));
    }

    @Test
    void whatNamesNoHostAndWhatAgentsMeasureIsRefused() {
        assertThat(refusal(r -> {}).message())
                .isEqualTo("instanceIdentityDocument or containerInstanceArn must name a host.");
        assertThat(refusal(r -> r.instanceIdentityDocument("i-1")).message())
                .startsWith("instanceIdentityDocument is not JSON: ");
        assertThat(refusal(r -> r.instanceIdentityDocument("{}")).message())
                .isEqualTo("instanceIdentityDocument has no instanceId.");
        assertThat(refusal(r -> r.instanceIdentityDocument("{\"instanceId\":\"i-0\"}"))
                        .message())
                .isEqualTo("No host of this Berth is instance 'i-0'.");
        ContainerInstance first = register(r -> r.instanceIdentityDocument(document("h1")));
        assertThat(refusal(r -> r.instanceIdentityDocument(document("h2"))
                                .containerInstanceArn(first.containerInstanceArn()))
                        .message())
                .isEqualTo("The container instance is on another host than '%s'.".formatted(ec2Id("h2")));
        assertThat(refusal(r -> r.instanceIdentityDocument(document("h1")).cluster("none"))
                        .code())
                .isEqualTo("ClusterNotFoundException");
        assertThat(refusal(r -> r.instanceIdentityDocument(document("h1"))
                                .attributes(attribute("ecs.os-type", "windows")))
                        .message())
                .isEqualTo("The attribute ecs.os-type is ECS's own. It can't be put or deleted.");
        assertThat(refusal(r -> r.instanceIdentityDocument(document("h1"))
                                .totalResources(resource -> resource.name("CPU").integerValue(1)))
                        .message())
                .startsWith("Berth does not support totalResources[0].name yet: the agent of the host measures it.");
        assertThat(world.state().all(InstanceViews.CONTAINER_INSTANCES)).hasSize(1);
    }
}
