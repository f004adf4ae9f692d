package berth.control.ecs.service.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import software.amazon.awssdk.services.ecs.model.ListServicesByNamespaceRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesByNamespaceResponse;

/// Finds no namespace, since there are none: there is no Service Connect.
///
/// ECS: NamespaceNotFoundException for one that there isn't.
public record ListServicesByNamespace()
        implements Operation.Read<ListServicesByNamespaceRequest, ListServicesByNamespaceResponse> {
    static final Honoured HONOURED =
            Honoured.of(ListServicesByNamespaceRequest.class, "namespace", "nextToken", "maxResults");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "ListServicesByNamespace";
    }

    @Override
    public Class<ListServicesByNamespaceRequest> request() {
        return ListServicesByNamespaceRequest.class;
    }

    @Override
    public ListServicesByNamespaceResponse handle(
            ListServicesByNamespaceRequest request, State state, Context context) {
        HONOURED.check(request);
        String namespace = ServiceChecks.required(request.namespace(), "Namespace");
        throw Fault.of(
                        "NamespaceNotFoundException",
                        "The namespace %s was not found. Berth has no namespaces: there is no Service Connect."
                                .formatted(namespace))
                .raise();
    }
}
