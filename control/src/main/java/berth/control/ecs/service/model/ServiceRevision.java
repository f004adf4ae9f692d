package berth.control.ecs.service.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a deployment of a service rolls out, as it was when the deployment was asked for. Only the images'
/// digests are filled in later, when the first task has them.
///
/// ECS: made by CreateService and with every new deployment.
///
/// @param service `cluster/name`
/// @param id 19 decimal digits
/// @param resolved the load balancers with the target group first that its tasks use; as in the workload where
///     it has one
public record ServiceRevision(
        String service,
        String id,
        WorkloadConfiguration workload,
        List<LoadBalancer> resolved,
        List<ContainerImage> images,
        Instant createdAt) {
    public ServiceRevision {
        resolved = List.copyOf(Objects.requireNonNullElse(resolved, workload.loadBalancers()));
        images = List.copyOf(images);
    }

    /// `cluster/name/id`: the key of its row and the end of its ARN.
    public String name() {
        return service + '/' + id;
    }

    /// The workload as its tasks have it.
    public WorkloadConfiguration deployed() {
        return workload.with(resolved);
    }

    public ServiceRevision with(List<ContainerImage> known) {
        return new ServiceRevision(service, id, workload, resolved, known, createdAt);
    }

    /// @param imageDigest `sha256:...`; null until a task has shown it
    public record ContainerImage(
            String containerName, String image, @Nullable String imageDigest) {}
}
