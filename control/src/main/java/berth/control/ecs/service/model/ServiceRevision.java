package berth.control.ecs.service.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a deployment of a service rolls out, as it was when the deployment was asked for. Only the images' digests are
/// filled in later, when the first task has them.
///
/// ECS: made by CreateService and with every new deployment.
///
/// @param service `cluster/name`
/// @param id 19 decimal digits
public record ServiceRevision(
        String service, String id, WorkloadConfiguration workload, List<ContainerImage> images, Instant createdAt) {
    public ServiceRevision {
        images = List.copyOf(images);
    }

    /// `cluster/name/id`: the key of its row and the end of its ARN.
    public String name() {
        return service + '/' + id;
    }

    public ServiceRevision with(List<ContainerImage> known) {
        return new ServiceRevision(service, id, workload, known, createdAt);
    }

    /// @param imageDigest `sha256:...`; null until a task has shown it
    public record ContainerImage(
            String containerName, String image, @Nullable String imageDigest) {}
}
