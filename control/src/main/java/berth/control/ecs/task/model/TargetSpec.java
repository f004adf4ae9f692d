package berth.control.ecs.task.model;

/// A target group that a task is to be registered with, and which port of which container gets the requests.
///
/// ECS: an entry of `loadBalancers`. Decided when the task is launched: which groups a deployment uses may differ from
/// what its service says by now.
public record TargetSpec(String targetGroupArn, String containerName, int containerPort) {}
