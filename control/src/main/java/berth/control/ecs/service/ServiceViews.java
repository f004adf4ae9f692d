package berth.control.ecs.service;

import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.Service.Cause;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ServiceEvents;
import berth.control.ecs.service.model.ServiceEvents.Event;
import berth.control.ecs.service.model.ServiceRevision;
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

    /// Services of a cluster whose tasks are evened out over zones: those that a new container instance wakes.
    public static final Index<Service> REBALANCED = Index.of(
            "service.rebalanced",
            service -> service.spec().options().availabilityZoneRebalancing() ? service.cluster() : null);

    /// ACTIVE services of a cluster that have a task on each instance: those that an instance or a host wakes.
    public static final Index<Service> DAEMONS = Index.of(
            "service.daemons",
            service -> service.spec().isDaemon() && service.status().state() == Service.State.ACTIVE
                    ? service.cluster()
                    : null);

    public static final Kind<Service> SERVICES = Kind.of(
                    "service", Service.class, Service::name, BY_CLUSTER, UNPLACED, REBALANCED, DAEMONS)
            .readBy(OlderRows::today);

    /// Revisions, by `cluster/service`.
    public static final Index<ServiceRevision> REVISIONS_BY_SERVICE =
            Index.of("service-revision.by-service", ServiceRevision::service);

    public static final Kind<ServiceRevision> REVISIONS =
            Kind.of("service-revision", ServiceRevision.class, ServiceRevision::name, REVISIONS_BY_SERVICE);

    /// Service deployments, by `cluster/service`.
    public static final Index<ServiceDeployment> DEPLOYMENTS_BY_SERVICE =
            Index.of("service-deployment.by-service", ServiceDeployment::service);

    /// Those of them that something more becomes of, by `cluster/service`.
    public static final Index<ServiceDeployment> RUNNING =
            Index.of("service-deployment.running", one -> one.status().terminal() ? null : one.service());

    /// Those that wait for the function of a lifecycle hook, all under [#WAITING].
    public static final Index<ServiceDeployment> HOOKED =
            Index.of("service-deployment.hooked", one -> one.awaitsHooks() ? WAITING : null);

    public static final Kind<ServiceDeployment> DEPLOYMENTS = Kind.of(
            "service-deployment",
            ServiceDeployment.class,
            ServiceDeployment::name,
            DEPLOYMENTS_BY_SERVICE,
            RUNNING,
            HOOKED);

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

    /// The revision of a service with this id, or null.
    public static @Nullable ServiceRevision revision(State state, Service service, String id) {
        return state.find(REVISIONS, service.name() + '/' + id);
    }

    /// The newest service deployment of a service, or null.
    public static @Nullable ServiceDeployment current(State state, Service service) {
        return deployment(state, service.name(), service.status().serviceDeployment());
    }

    /// A service deployment of a service, by its id; null where there is none, or it is forgotten.
    ///
    /// @param service `cluster/name`
    public static @Nullable ServiceDeployment deployment(State state, String service, @Nullable String id) {
        return id == null ? null : state.find(DEPLOYMENTS, service + '/' + id);
    }

    /// What was said of a service, newest first.
    public static List<Event> events(State state, String service) {
        ServiceEvents events = state.find(EVENTS, service);
        return events == null ? List.of() : events.events();
    }
}
