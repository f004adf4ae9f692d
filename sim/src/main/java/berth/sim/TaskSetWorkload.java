package berth.sim;

import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.TaskSet;
import berth.control.store.State;
import berth.kernel.Rng;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsRequest;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetRequest;

/// What somebody who decides on deployments himself does to the service `steered` of the EXTERNAL controller: sets of
/// tasks, drawn at random, some of them behind a load balancer.
final class TaskSetWorkload {
    static final String SERVICE = "steered";
    private static final String NAME = Workload.CLUSTER + '/' + SERVICE;
    private static final List<String> FAMILIES = List.of("web", "web", "checked", "checked", "mute", "crash", "sick");

    private final World world;
    private final Rng rng;

    TaskSetWorkload(World world) {
        this.world = world;
        this.rng = Rng.seeded(world.seed(), "task sets", 1);
    }

    void act() {
        if (!rng.chance(0.12)) {
            return;
        }
        Service service = service(state());
        if (service == null || service.status().state() != Service.State.ACTIVE) {
            create();
            return;
        }
        TaskSet set = any(service);
        int what = rng.nextInt(12);
        if (set == null || what < 3) {
            createSet(FAMILIES.get(rng.nextInt(FAMILIES.size())), rng.nextInt(5) * 25.0);
        } else if (what < 6) {
            scale(set, rng.nextInt(5) * 25.0);
        } else if (what < 7) {
            resize();
        } else if (what < 8) {
            promote(set);
        } else if (what < 10) {
            deleteSet(set, rng.chance(0.5));
        } else if (what < 11) {
            look();
        } else if (rng.chance(0.2)) {
            delete();
        }
    }

    private void create() {
        world.note("create-service " + SERVICE);
        world.call(
                "CreateService",
                CreateServiceRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .serviceName(SERVICE)
                        .deploymentController(controller -> controller.type("EXTERNAL"))
                        .desiredCount(1 + rng.nextInt(3))
                        .build(),
                answer -> {});
    }

    private void createSet(String family, double percent) {
        var request = CreateTaskSetRequest.builder()
                .cluster(Workload.CLUSTER)
                .service(SERVICE)
                .taskDefinition(family)
                .launchType("EC2")
                .scale(scale -> scale.unit("PERCENT").value(percent));
        if (family.equals("web") && rng.chance(0.7)) {
            request.loadBalancers(LoadBalancer.builder()
                    .targetGroupArn(Objects.requireNonNull(BalancedWorkload.group(state(), BalancedWorkload.STEERED))
                            .arn())
                    .containerName("main")
                    .containerPort(80)
                    .build());
        }
        world.note("create-task-set of " + family + " at " + percent);
        world.call("CreateTaskSet", request.build(), answer -> {});
    }

    private void scale(TaskSet set, double percent) {
        world.note("update-task-set " + set.id() + " to " + percent);
        world.call(
                "UpdateTaskSet",
                UpdateTaskSetRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .service(SERVICE)
                        .taskSet(set.id())
                        .scale(scale -> scale.unit("PERCENT").value(percent))
                        .build(),
                answer -> {});
    }

    private void resize() {
        world.note("update-service " + SERVICE);
        world.call(
                "UpdateService",
                UpdateServiceRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .service(SERVICE)
                        .desiredCount(rng.nextInt(4))
                        .build(),
                answer -> {});
    }

    private void promote(TaskSet set) {
        world.note("update-service-primary-task-set " + set.id());
        world.call(
                "UpdateServicePrimaryTaskSet",
                UpdateServicePrimaryTaskSetRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .service(SERVICE)
                        .primaryTaskSet(set.id())
                        .build(),
                answer -> {});
    }

    private void deleteSet(TaskSet set, boolean force) {
        world.note("delete-task-set " + set.id());
        world.call("DeleteTaskSet", deletion(set, force), answer -> {});
    }

    private static DeleteTaskSetRequest deletion(TaskSet set, boolean force) {
        return DeleteTaskSetRequest.builder()
                .cluster(Workload.CLUSTER)
                .service(SERVICE)
                .taskSet(set.id())
                .force(force)
                .build();
    }

    private void look() {
        world.call(
                "DescribeTaskSets",
                DescribeTaskSetsRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .service(SERVICE)
                        .build(),
                answer -> {});
    }

    private void delete() {
        world.note("delete-service " + SERVICE);
        world.call(
                "DeleteService",
                DeleteServiceRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .service(SERVICE)
                        .force(true)
                        .build(),
                answer -> {});
    }

    /// Brings it to something that can become steady: sets of what can't run go.
    void mend(State state) {
        Service service = service(state);
        if (service == null || service.status().state() != Service.State.ACTIVE) {
            return;
        }
        for (TaskSet set : service.status().taskSets()) {
            String definition = set.deployment().workload().taskDefinition();
            if (!definition.startsWith("web:") && !definition.startsWith("checked:")) {
                world.mustCall("DeleteTaskSet", deletion(set, true));
            }
        }
        world.mustCall(
                "UpdateService",
                UpdateServiceRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .service(SERVICE)
                        .desiredCount(Math.min(2, service.spec().desiredCount()))
                        .build());
    }

    private @Nullable TaskSet any(Service service) {
        List<TaskSet> sets = service.status().taskSets();
        return sets.isEmpty() ? null : sets.get(rng.nextInt(sets.size()));
    }

    private static @Nullable Service service(State state) {
        return state.find(ServiceViews.SERVICES, NAME);
    }

    private State state() {
        return Objects.requireNonNull(world.control()).published();
    }
}
