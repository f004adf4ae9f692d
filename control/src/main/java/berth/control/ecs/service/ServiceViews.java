package berth.control.ecs.service;

import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceEvents;
import berth.control.store.Index;
import berth.control.store.Kind;

/// How services are found.
public final class ServiceViews {
    public static final Index<Service> BY_CLUSTER = Index.of("service.by-cluster", Service::cluster);

    public static final Kind<Service> SERVICES = Kind.of("service", Service.class, Service::name, BY_CLUSTER);

    public static final Kind<ServiceEvents> EVENTS =
            Kind.of("service-events", ServiceEvents.class, ServiceEvents::service);

    private ServiceViews() {}
}
