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
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.PutAttributesRequest;
import software.amazon.awssdk.services.ecs.model.PutAttributesResponse;

/// Puts up to 10 custom attributes on container instances; one of the same name is replaced.
///
/// ECS: an instance has at most 10 custom attributes.
public record PutAttributes() implements Operation.Write<PutAttributesRequest, PutAttributesResponse> {
    static final Honoured HONOURED = Honoured.of(PutAttributesRequest.class, "cluster", "attributes");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "PutAttributes";
    }

    @Override
    public Class<PutAttributesRequest> request() {
        return PutAttributesRequest.class;
    }

    @Override
    public Outcome<PutAttributesResponse> handle(PutAttributesRequest request, State state, Context context) {
        HONOURED.check(request);
        Account account = context.account();
        Cluster cluster = ClusterViews.active(state, account, request.cluster());
        AttributeTarget.checkCount(request.attributes());
        State now = state;
        List<Change> changes = new ArrayList<>();
        List<Attribute> shown = new ArrayList<>();
        for (Attribute attribute : request.attributes()) {
            String name = AttributeTarget.name(attribute);
            String value = AttributeTarget.value(attribute);
            ContainerInstance instance = AttributeTarget.find(now, account, cluster, attribute);
            ContainerInstance after = AttributeTarget.put(instance, attribute);
            if (!after.equals(instance)) {
                Change change = Change.put(InstanceViews.CONTAINER_INSTANCES, after);
                changes.add(change);
                now = now.with(change);
            }
            shown.add(AttributeTarget.shown(account, instance, name, value));
        }
        return new Outcome<>(
                changes, PutAttributesResponse.builder().attributes(shown).build());
    }
}
