package berth.control.ecs.task.api;

import berth.control.Settings;
import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.api.CapacityProviderMapper;
import berth.control.ecs.cluster.api.PlacementMapper;
import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.cluster.plan.CapacityRules;
import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.instance.model.PlacementStrategy;
import berth.control.ecs.instance.plan.Refusal;
import berth.control.ecs.tag.api.TagMapper;
import berth.control.ecs.tag.plan.TaskTags;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.model.TokenUse;
import berth.control.ecs.task.plan.Launch;
import berth.control.ecs.task.plan.Launched;
import berth.control.ecs.task.plan.ProviderLauncher;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

/// Starts 1 to 10 tasks on their own.
///
/// ECS: what can't be placed is no task but a failure, one an examined container instance; the call succeeds.
/// The same call with the same clientToken gives the same tasks again, another call with it a
/// ConflictException.
///
/// Differs from ECS: a call that placed nothing doesn't use up its token.
public record RunTask(Settings settings) implements Operation.Write<RunTaskRequest, RunTaskResponse> {
    private static final Logger LOG = LoggerFactory.getLogger(RunTask.class);

    static final Honoured HONOURED = VolumeConfigurationMapper.honouredOfTasks(Honoured.of(
                    RunTaskRequest.class,
                    "cluster",
                    "taskDefinition",
                    "count",
                    "launchType",
                    "capacityProviderStrategy",
                    "platformVersion",
                    "group",
                    "startedBy",
                    "clientToken",
                    "placementConstraints",
                    "placementStrategy",
                    "networkConfiguration.awsvpcConfiguration",
                    "tags",
                    "propagateTags",
                    "enableECSManagedTags")
            .and(OverridesMapper.HONOURED)
            .refusing("overrides.containerOverrides.resourceRequirements", "no GPU and no accelerator is handed out")
            .refusing("overrides.inferenceAcceleratorOverrides", "there is no Elastic Inference")
            .accepting("enableExecuteCommand", false));

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "RunTask";
    }

    @Override
    public Class<RunTaskRequest> request() {
        return RunTaskRequest.class;
    }

    @Override
    public Outcome<RunTaskResponse> handle(RunTaskRequest request, State state, Context context) {
        String token = RunTaskChecks.clientToken(request.clientToken());
        int count = RunTaskChecks.count(request.count());
        HONOURED.check(request);
        Cluster cluster = ClusterViews.active(state, context.account(), request.cluster());
        TokenUse use = token == null
                ? null
                : new TokenUse(cluster.name(), token, ClientTokens.fingerprint(request), context.now());
        List<berth.control.ecs.task.model.Task> earlier =
                use == null ? List.of() : ClientTokens.tasks(state, use, context);
        if (!earlier.isEmpty()) {
            return Outcome.unchanged(ClientTokens.answer(state, earlier, context.account()));
        }
        List<CapacityProviderStrategyItem> strategy = CapacityRules.chosen(
                state,
                cluster,
                request.launchTypeAsString() != null,
                CapacityProviderMapper.strategy(request.capacityProviderStrategy()));
        Launch launch = launch(request, cluster, count, token, strategy, state, context);
        Launched launched =
                ProviderLauncher.launch(state, launch, strategy, Collections.emptySortedMap(), settings, context);
        if (launched.refusals().stream().anyMatch(Refusal.NoInstances.class::isInstance)) {
            throw Fault.invalidParameter(new Refusal.NoInstances().reason()).raise();
        }
        say(launch, launched);
        return outcome(state, launched, use, context);
    }

    private static Launch launch(
            RunTaskRequest request,
            Cluster cluster,
            int count,
            @Nullable String token,
            List<CapacityProviderStrategyItem> strategy,
            State state,
            Context context) {
        TaskDefinition definition = RunTaskChecks.definition(state, context.account(), request.taskDefinition());
        String platformVersion = request.platformVersion();
        LaunchType launchType = RunTaskChecks.launchType(request.launchTypeAsString(), strategy, state);
        List<PlacementConstraint> constraints = PlacementMapper.constraints(request.placementConstraints());
        List<PlacementStrategy> strategies = PlacementMapper.strategies(request.placementStrategy());
        RunTaskChecks.placement(launchType, definition, constraints, strategies);
        return new Launch(
                cluster,
                definition,
                count,
                launchType,
                NetworkMapper.fromSdk(request.networkConfiguration()),
                RunTaskChecks.group(request.group(), definition),
                RunTaskChecks.startedBy(request.startedBy()),
                null,
                OverridesMapper.fromSdk(request.overrides(), definition),
                platformVersion == null || platformVersion.isEmpty() ? null : platformVersion,
                constraints,
                strategies,
                null,
                token,
                List.of(),
                tags(request, definition, cluster, state),
                Collections.emptySortedMap(),
                null,
                VolumeConfigurationMapper.ofTasks(request.volumeConfigurations()));
    }

    private static SortedMap<String, String> tags(
            RunTaskRequest request, TaskDefinition definition, Cluster cluster, State state) {
        return TaskTags.of(
                RunTaskChecks.propagated(request.propagateTagsAsString(), definition, state),
                TagMapper.fromSdk(request.tags()),
                Boolean.TRUE.equals(request.enableECSManagedTags()),
                cluster.name(),
                null);
    }

    private static Outcome<RunTaskResponse> outcome(
            State state, Launched launched, @Nullable TokenUse use, Context context) {
        List<Change> changes = new ArrayList<>(launched.changes());
        if (use != null && !launched.tasks().isEmpty()) {
            changes.add(Change.put(TaskViews.TOKEN_USES, use));
        }
        RunTaskResponse response = RunTaskResponse.builder()
                .tasks(launched.tasks().stream()
                        .map(task -> TaskMapper.tagged(state, task, context.account()))
                        .toList())
                .failures(launched.refusals().stream().map(RunTask::failure).toList())
                .build();
        return new Outcome<>(changes, response);
    }

    private static Failure failure(Refusal refusal) {
        return Failure.builder()
                .arn(refusal.instanceArn())
                .reason(refusal.reason())
                .build();
    }

    private static void say(Launch launch, Launched launched) {
        for (String help : launched.help()) {
            LOG.info("RunTask in {}: {}", launch.cluster().name(), Objects.requireNonNull(help));
        }
    }
}
