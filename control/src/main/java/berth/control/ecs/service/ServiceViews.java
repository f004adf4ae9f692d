package berth.control.ecs.service;

import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.Service.Cause;
import berth.control.ecs.service.model.ServiceEvents;
import berth.control.ecs.service.model.ServiceEvents.Event;
import berth.control.store.Index;
import berth.control.store.Kind;
import berth.control.store.State;
import berth.kernel.Arn;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// How services are found.
public final class ServiceViews {
    public static final Index<Service> BY_CLUSTER = Index.of("service.by-cluster", Service::cluster);

    /// The one key of [#UNPLACED].
    public static final String WAITING = "waiting";

    /// Services whose last start found no room on any host: those that a freed reservation wakes.
    public static final Index<Service> UNPLACED =
            Index.of("service.unplaced", service -> service.status().said(Cause.PLACEMENT) == null ? null : WAITING);

    public static final Kind<Service> SERVICES = Kind.of("service", Service.class, Service::name, BY_CLUSTER, UNPLACED);

    public static final Kind<ServiceEvents> EVENTS =
            Kind.of("service-events", ServiceEvents.class, ServiceEvents::service);

    private ServiceViews() {}

    /// The short name in a `service` parameter: a name or an ARN.
    public static String shortName(String parameter) {
        return Arn.parse(parameter).map(Arn::lastSegment).orElse(parameter);
    }

    /// The service that a request names, in whatever state; null if there is none.
    ///
    /// @param cluster short name
    /// @param parameter a name or an ARN; an ARN of another cluster finds nothing
    public static @Nullable Service find(State state, String cluster, String parameter) {
        boolean elsewhere = Arn.parse(parameter)
                .map(Arn::resource)
                .filter(resource -> resource.chars().filter(c -> c == '/').count() == 2)
                .filter(resource -> !resource.startsWith("service/" + cluster + '/'))
                .isPresent();
        return elsewhere ? null : state.find(SERVICES, cluster + '/' + shortName(parameter));
    }

    /// How many tasks a service wants; empty where there is none of the name.
    ///
    /// @param name `cluster/service`
    public static OptionalInt desiredCount(State state, String name) {
        Service service = state.find(SERVICES, name);
        return service == null
                ? OptionalInt.empty()
                : OptionalInt.of(service.spec().desiredCount());
    }

    /// What was said of a service, newest first.
    public static List<Event> events(State state, String service) {
        ServiceEvents events = state.find(EVENTS, service);
        return events == null ? List.of() : events.events();
    }
}
