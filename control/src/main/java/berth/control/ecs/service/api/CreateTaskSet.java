package berth.control.ecs.service.api;

import berth.control.Settings;
import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.api.CapacityProviderMapper;
import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.cluster.plan.CapacityRules;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.TaskSet;
import berth.control.ecs.service.model.WorkloadConfiguration;
import berth.control.ecs.tag.TagViews;
import berth.control.ecs.tag.api.TagMapper;
import berth.control.ecs.task.api.NetworkMapper;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetResponse;

/// Makes a task set in a service of the EXTERNAL controller. Answers before any task is started.
///
/// ECS: ACTIVE, with a scale of 0 where none is given; at most five of a service; the same clientToken again answers
/// the same set.
public record CreateTaskSet(Settings settings) implements Operation.Write<CreateTaskSetRequest, CreateTaskSetResponse> {
    static final Honoured HONOURED = Honoured.of(
                    CreateTaskSetRequest.class,
                    "cluster",
                    "service",
                    "externalId",
                    "taskDefinition",
                    "networkConfiguration.awsvpcConfiguration",
                    "loadBalancers.targetGroupArn",
                    "loadBalancers.containerName",
                    "loadBalancers.containerPort",
                    "launchType",
                    "capacityProviderStrategy",
                    "platformVersion",
                    "scale",
                    "clientToken",
                    "tags")
            .refusing("loadBalancers.loadBalancerName", "there are no Classic Load Balancers; give a targetGroupArn")
            .refusing("loadBalancers.advancedConfiguration", "traffic between task sets is for others to shift")
            .refusing("serviceRegistries", "there is no service discovery");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "CreateTaskSet";
    }

    @Override
    public Class<CreateTaskSetRequest> request() {
        return CreateTaskSetRequest.class;
    }

    @Override
    public Outcome<CreateTaskSetResponse> handle(CreateTaskSetRequest request, State state, Context context) {
        ServiceChecks.clientToken(request.clientToken());
        HONOURED.check(request);
        Service service = TaskSets.service(state, context, request.cluster(), request.service());
        SortedMap<String, String> tags = TagMapper.fromSdk(request.tags());
        double scale = TaskSets.percent(request.scale());
        WorkloadConfiguration workload = workload(request, service, state, context);
        TaskSet again = sameToken(service, request.clientToken());
        if (again != null) {
            if (!again.deployment().workload().equals(workload)) {
                throw Fault.invalidParameter("Creation of task set was not idempotent.")
                        .raise();
            }
            return Outcome.unchanged(answer(again, service, state, context));
        }
        if (service.status().taskSets().size() >= TaskSets.MOST) {
            throw Fault.invalidParameter("%d deployments exist on the service. Unable to create new TaskSet since this"
                                    .formatted(service.status().taskSets().size())
                            + " exceeds the maximum limit.")
                    .raise();
        }
        LoadBalancerChecks.check(state, workload);
        Deployment deployment = Deployment.first(
                context.ids().deployment(), "", workload, service.spec().desiredCount(), context.now());
        ServiceChecks.launchable(
                state, ClusterViews.active(state, service.cluster()), service, deployment, settings, context);
        TaskSet made = new TaskSet(
                deployment,
                TaskSet.Status.ACTIVE,
                scale,
                request.externalId(),
                request.clientToken(),
                TaskSet.Stability.STABILIZING,
                context.now());
        List<TaskSet> sets = new ArrayList<>(List.of(made));
        sets.addAll(service.status().taskSets());
        Service after = service.with(
                service.status().withTaskSets(sets).with(service.status().pace().reset()));
        List<Change> changes = new ArrayList<>(TagViews.replaced(state, TaskSetMapper.resource(service, made), tags));
        changes.add(Change.put(ServiceViews.SERVICES, after));
        return new Outcome<>(changes, answer(made, after, state.with(changes, state.version()), context));
    }

    /// Differs from ECS: a set without launch type and strategy takes the launch type that CreateService said, if any.
    private static WorkloadConfiguration workload(
            CreateTaskSetRequest request, Service service, State state, Context context) {
        TaskDefinition definition = ServiceChecks.definition(
                state, context.account(), ServiceChecks.required(request.taskDefinition(), "TaskDefinition"));
        Cluster cluster = ClusterViews.active(state, service.cluster());
        LaunchType ofService = service.spec().origin().launchType();
        String word = request.launchTypeAsString();
        boolean strategyGiven = !request.capacityProviderStrategy().isEmpty();
        if (word == null && ofService != null && !strategyGiven) {
            word = ofService.name();
        }
        List<CapacityProviderStrategyItem> strategy = CapacityRules.chosen(
                state, cluster, word != null, CapacityProviderMapper.strategy(request.capacityProviderStrategy()));
        LaunchType launchType = ServiceChecks.launchType(ServiceChecks.launchType(word), strategy, state);
        ServiceChecks.placement(service.spec().placement(), launchType, definition);
        return new WorkloadConfiguration(
                definition.name(),
                launchType,
                strategy,
                ServiceChecks.platformVersion(request.platformVersion(), launchType),
                NetworkMapper.fromSdk(request.networkConfiguration()),
                WorkloadMapper.loadBalancers(request.loadBalancers()),
                List.of());
    }

    private static @Nullable TaskSet sameToken(Service service, @Nullable String token) {
        return token == null
                ? null
                : service.status().taskSets().stream()
                        .filter(set -> token.equals(set.clientToken()))
                        .findFirst()
                        .orElse(null);
    }

    private static CreateTaskSetResponse answer(TaskSet set, Service service, State state, Context context) {
        return CreateTaskSetResponse.builder()
                .taskSet(TaskSetMapper.tagged(set, service, state, context.account()))
                .build();
    }
}
