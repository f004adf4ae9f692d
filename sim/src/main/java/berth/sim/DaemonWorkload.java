package berth.sim;

import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Rng;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/// What people do to the DAEMON service `everywhere`, drawn at random, and to its tags.
final class DaemonWorkload {
    static final String SERVICE = "everywhere";
    private static final List<String> FAMILIES = List.of("web", "checked", "checked", "crash", "sick");
    private static final String ARN = Account.DEFAULT.ecs("service", Workload.CLUSTER + '/' + SERVICE);

    private final World world;
    private final Rng rng;

    DaemonWorkload(World world) {
        this.world = world;
        this.rng = Rng.seeded(world.seed(), "daemons", 1);
    }

    void act() {
        if (!rng.chance(0.08)) {
            return;
        }
        switch (rng.nextInt(8)) {
            case 0, 1, 2 -> create();
            case 3, 4 -> update(pick());
            case 5 -> delete();
            case 6 -> tag();
            default -> untag();
        }
    }

    private void create() {
        world.note("create-service " + SERVICE);
        world.call(
                "CreateService",
                CreateServiceRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .serviceName(SERVICE)
                        .taskDefinition(pick())
                        .launchType("EC2")
                        .schedulingStrategy("DAEMON")
                        .propagateTags("SERVICE")
                        .enableECSManagedTags(true)
                        .tags(Tag.builder().key("made").value("here").build())
                        .build(),
                answer -> {});
    }

    private void update(String family) {
        world.note("update-service " + SERVICE + " to " + family);
        world.call(
                "UpdateService",
                UpdateServiceRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .service(SERVICE)
                        .taskDefinition(family)
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
                        .build(),
                answer -> {});
    }

    private void tag() {
        world.call(
                "TagResource",
                TagResourceRequest.builder()
                        .resourceArn(ARN)
                        .tags(Tag.builder()
                                .key("number")
                                .value(Integer.toString(rng.nextInt(9)))
                                .build())
                        .build(),
                answer -> {});
    }

    private void untag() {
        world.call(
                "UntagResource",
                UntagResourceRequest.builder()
                        .resourceArn(ARN)
                        .tagKeys("number")
                        .build(),
                answer -> {});
        world.call(
                "ListTagsForResource",
                ListTagsForResourceRequest.builder().resourceArn(ARN).build(),
                answer -> {});
    }

    /// Brings it to something that can become steady.
    void mend(State state) {
        Service service = state.find(ServiceViews.SERVICES, Workload.CLUSTER + '/' + SERVICE);
        if (service != null && service.status().state() == Service.State.ACTIVE) {
            world.mustCall(
                    "UpdateService",
                    UpdateServiceRequest.builder()
                            .cluster(Workload.CLUSTER)
                            .service(SERVICE)
                            .taskDefinition("checked")
                            .forceNewDeployment(true)
                            .build());
        }
    }

    private String pick() {
        return FAMILIES.get(rng.nextInt(FAMILIES.size()));
    }
}
