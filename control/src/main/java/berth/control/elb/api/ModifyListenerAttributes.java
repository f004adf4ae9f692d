package berth.control.elb.api;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Listener;
import berth.control.elb.plan.Attributes;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesResponse;

/// Sets attributes of a listener, all or none.
public final class ModifyListenerAttributes
        implements ElbWrite<ModifyListenerAttributesRequest, ModifyListenerAttributesResponse> {
    @Override
    public Class<ModifyListenerAttributesRequest> request() {
        return ModifyListenerAttributesRequest.class;
    }

    @Override
    public Outcome<ModifyListenerAttributesResponse> handle(
            ModifyListenerAttributesRequest request, State state, Context context) {
        Listener before = Find.listener(state, request.listenerArn());
        Attributes attributes = Attributes.of(before);
        for (ListenerAttribute attribute : request.attributes()) {
            attributes = attributes.with(attribute.key(), attribute.value());
        }
        Listener after = before.withAttributes(attributes.given());
        return new Outcome<>(
                List.of(Change.put(ElbViews.LISTENERS, after)),
                ModifyListenerAttributesResponse.builder()
                        .attributes(DescribeListenerAttributes.toSdk(attributes))
                        .build());
    }
}
