package berth.control.ecs.task.api;

import berth.control.Settings;
import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.plan.Refusal;
import berth.control.ecs.tag.api.TagMapper;
import berth.control.ecs.tag.plan.TaskTags;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.plan.Launch;
import berth.control.ecs.task.plan.Launched;
import berth.control.ecs.task.plan.TaskLauncher;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Arn;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.StartTaskResponse;

/// Starts one task on each of 1 to 10 container instances that the caller chose: with it a scheduler from outside
/// drives Berth.
///
/// ECS: nothing is placed. An instance that can't take the task is a failure, with the reason; the others get theirs:
/// MISSING for one that there isn't, INACTIVE for one that was deregistered or is DRAINING, AGENT, RESOURCE:... as in
/// RunTask.
public record StartTask(Settings settings) implements Operation.Write<StartTaskRequest, StartTaskResponse> {
    static final int MOST = 10;
    static final int LONGEST_STARTED_BY = 36;

    static final Honoured HONOURED = VolumeConfigurationMapper.honouredOfTasks(Honoured.of(
                    StartTaskRequest.class,
                    "cluster",
                    "containerInstances",
                    "taskDefinition",
                    "group",
                    "startedBy",
                    "networkConfiguration.awsvpcConfiguration",
                    "tags",
                    "propagateTags",
                    "enableECSManagedTags")
            .and(OverridesMapper.HONOURED)
            .accepting("enableExecuteCommand", false));

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "StartTask";
    }

    @Override
    public Class<StartTaskRequest> request() {
        return StartTaskRequest.class;
    }

    @Override
    public Outcome<StartTaskResponse> handle(StartTaskRequest request, State state, Context context) {
        HONOURED.check(request);
        check(request);
        Cluster cluster = ClusterViews.active(state, context.account(), request.cluster());
        Launch one = launch(request, cluster, state, context);
        // What definition, network and overrides don't allow is refused even where no instance is there.
        TaskLauncher.launch(state, one.withCount(0), settings, context);
        List<Change> changes = new ArrayList<>();
        List<software.amazon.awssdk.services.ecs.model.Task> tasks = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        State seen = state;
        String prefix = context.account().ecs("container-instance", cluster.name() + '/');
        for (String given : request.containerInstances()) {
            String arn = Arn.looksLike(given) ? given : prefix + given;
            ContainerInstance instance = arn.startsWith(prefix)
                    ? seen.find(
                            InstanceViews.CONTAINER_INSTANCES, cluster.name() + '/' + arn.substring(prefix.length()))
                    : null;
            if (instance == null || instance.status() == ContainerInstance.Status.INACTIVE) {
                failures.add(failure(arn, instance == null ? "MISSING" : "INACTIVE"));
                continue;
            }
            Launched launched = TaskLauncher.launch(seen, one.at(instance.hostId()), settings, context);
            changes.addAll(launched.changes());
            seen = seen.with(launched.changes(), seen.version());
            for (var task : launched.tasks()) {
                tasks.add(TaskMapper.tagged(seen, task, context.account()));
            }
            for (Refusal refusal : launched.refusals()) {
                failures.add(failure(arn, refusal.reason()));
            }
        }
        return new Outcome<>(
                changes,
                StartTaskResponse.builder().tasks(tasks).failures(failures).build());
    }

    private static void check(StartTaskRequest request) {
        if (request.containerInstances().isEmpty()) {
            throw Fault.invalidParameter("Container instances cannot be empty.").raise();
        }
        if (request.containerInstances().size() > MOST) {
            throw Fault.invalidParameter("Container instances cannot have more than %d entries, has %d."
                            .formatted(MOST, request.containerInstances().size()))
                    .raise();
        }
    }

    private static Launch launch(StartTaskRequest request, Cluster cluster, State state, Context context) {
        TaskDefinition definition = RunTaskChecks.definition(state, context.account(), request.taskDefinition());
        return new Launch(
                cluster,
                definition,
                1,
                LaunchType.EC2,
                NetworkMapper.fromSdk(request.networkConfiguration()),
                RunTaskChecks.group(request.group(), definition),
                RunTaskChecks.startedBy(request.startedBy(), LONGEST_STARTED_BY),
                null,
                OverridesMapper.fromSdk(request.overrides(), definition),
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                TaskTags.of(
                        RunTaskChecks.propagated(request.propagateTagsAsString(), definition, state),
                        TagMapper.fromSdk(request.tags()),
                        Boolean.TRUE.equals(request.enableECSManagedTags()),
                        cluster.name(),
                        null),
                Collections.emptySortedMap(),
                null,
                VolumeConfigurationMapper.ofTasks(request.volumeConfigurations()));
    }

    private static Failure failure(String arn, String reason) {
        return Failure.builder().arn(arn).reason(reason).build();
    }
}
