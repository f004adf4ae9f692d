package berth.control.ecs.instance.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesResponse;

/// Deletes custom attributes of container instances, with a value only those that have it. What is not there is
/// left out of the answer.
public record DeleteAttributes() implements Operation.Write<DeleteAttributesRequest, DeleteAttributesResponse> {
    static final Honoured HONOURED = Honoured.of(DeleteAttributesRequest.class, "cluster", "attributes");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "DeleteAttributes";
    }

    @Override
    public Class<DeleteAttributesRequest> request() {
        return DeleteAttributesRequest.class;
    }

    @Override
    public Outcome<DeleteAttributesResponse> handle(DeleteAttributesRequest request, State state, Context context) {
        HONOURED.check(request);
        Account account = context.account();
        Cluster cluster = ClusterViews.active(state, account, request.cluster());
        AttributeTarget.checkCount(request.attributes());
        State now = state;
        List<Change> changes = new ArrayList<>();
        List<Attribute> shown = new ArrayList<>();
        for (Attribute attribute : request.attributes()) {
            String name = AttributeTarget.name(attribute);
            ContainerInstance instance = AttributeTarget.find(now, account, cluster, attribute);
            String value = instance.attributes().get(name);
            boolean meant = attribute.value() == null || attribute.value().equals(value);
            if (value != null && meant) {
                TreeMap<String, String> rest = new TreeMap<>(instance.attributes());
                rest.remove(name);
                Change change = Change.put(InstanceViews.CONTAINER_INSTANCES, instance.with(rest));
                changes.add(change);
                now = now.with(change);
                shown.add(AttributeTarget.shown(account, instance, name, value));
            }
        }
        return new Outcome<>(
                changes, DeleteAttributesResponse.builder().attributes(shown).build());
    }
}
