package berth.control.ecs.instance.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.instance.plan.Attributes;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ListAttributesRequest;
import software.amazon.awssdk.services.ecs.model.ListAttributesResponse;

/// Lists the attributes of a cluster's container instances, built-in ones too, by instance and name, in pages of up
/// to 100.
public record ListAttributes() implements Operation.Read<ListAttributesRequest, ListAttributesResponse> {
    static final Honoured HONOURED = Honoured.of(
            ListAttributesRequest.class,
            "cluster",
            "targetType",
            "attributeName",
            "attributeValue",
            "nextToken",
            "maxResults");

    /// @param key `cluster/instance name`, by which the pages go on
    private record Line(String key, Attribute attribute) {}

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "ListAttributes";
    }

    @Override
    public Class<ListAttributesRequest> request() {
        return ListAttributesRequest.class;
    }

    @Override
    public ListAttributesResponse handle(ListAttributesRequest request, State state, Context context) {
        HONOURED.check(request);
        Cluster cluster = ClusterViews.active(state, context.account(), request.cluster());
        AttributeTarget.checkType(request.targetTypeAsString(), false);
        String name = request.attributeName();
        String value = request.attributeValue();
        if (value != null && name == null) {
            throw Fault.invalidParameter("attributeValue needs an attributeName.")
                    .raise();
        }
        PageTokens tokens = PageTokens.of(name(), cluster.name(), name, value);
        String after = tokens.key(request.nextToken());
        String from = after.contains(" ") ? after.substring(0, after.indexOf(' ')) : after;
        Stream<Line> rest = state.ids(InstanceViews.BY_CLUSTER, cluster.name()).tailSet(from, true).stream()
                .flatMap(id -> lines(state, id, context))
                .filter(line -> name == null || name.equals(line.attribute().name()))
                .filter(line -> value == null || value.equals(line.attribute().value()))
                .filter(line -> line.key().compareTo(after) > 0);
        Page<Line> page = Page.of(rest::iterator, Page.size(request.maxResults(), 100, 100), Line::key, tokens);
        return ListAttributesResponse.builder()
                .attributes(page.items().stream().map(Line::attribute).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static Stream<Line> lines(State state, String id, Context context) {
        ContainerInstance instance = Objects.requireNonNull(state.find(InstanceViews.CONTAINER_INSTANCES, id));
        Host host = Objects.requireNonNull(state.find(InstanceViews.HOSTS, instance.hostId()));
        return instance.status() == ContainerInstance.Status.INACTIVE
                ? Stream.of()
                : Attributes.of(host, instance).entrySet().stream()
                        .map(entry -> new Line(
                                id + ' ' + entry.getKey(),
                                AttributeTarget.shown(context.account(), instance, entry.getKey(), entry.getValue())));
    }
}
