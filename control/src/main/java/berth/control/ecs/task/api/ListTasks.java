package berth.control.ecs.task.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.task.ServiceNames;
import berth.control.ecs.task.model.Task;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;

/// Lists the ARNs of a cluster's tasks by id, in pages of up to 100.
///
/// ECS: filters combine with AND; desiredStatus is RUNNING where left out, and PENDING finds nothing;
/// startedBy must be the only filter.
public record ListTasks(ServiceNames services) implements Operation.Read<ListTasksRequest, ListTasksResponse> {
    static final Honoured HONOURED = Honoured.of(
                    ListTasksRequest.class,
                    "cluster",
                    "containerInstance",
                    "family",
                    "nextToken",
                    "maxResults",
                    "startedBy",
                    "serviceName",
                    "desiredStatus",
                    "launchType")
            .refusing("daemonName", "there are no daemons");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "ListTasks";
    }

    @Override
    public Class<ListTasksRequest> request() {
        return ListTasksRequest.class;
    }

    @Override
    public ListTasksResponse handle(ListTasksRequest request, State state, Context context) {
        HONOURED.check(request);
        Cluster cluster = ClusterViews.active(state, context.account(), request.cluster());
        TaskFilter filter = TaskFilter.of(request, cluster, services, state, context.account());
        PageTokens tokens = PageTokens.of(name(), cluster.name(), filter);
        int size = Page.size(request.maxResults(), 100, 100);
        Stream<Task> rest = filter.after(state, tokens.key(request.nextToken()));
        Page<String> page = Page.of(rest.map(Task::name)::iterator, size, name -> name, tokens);
        return ListTasksResponse.builder()
                .taskArns(page.items().stream()
                        .map(name -> context.account().ecs("task", name))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }
}
