package berth.control.ecs.instance.plan;

import berth.control.ecs.instance.model.Allocation;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import org.jspecify.annotations.Nullable;

/// A host that a task might go to.
///
/// @param allocation what is taken of it
/// @param instance its membership in the task's cluster, null for the Fargate pool
/// @param instanceArn the ARN that refusals name, null for the Fargate pool
/// @param ofGroup how many tasks of the task's group it has that are not STOPPED
public record Candidate(
        Host host,
        Allocation allocation,
        @Nullable ContainerInstance instance,
        @Nullable String instanceArn,
        int ofGroup) {}
