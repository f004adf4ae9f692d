package berth.control.ecs.service;

import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ServiceRevision;
import berth.control.store.Change;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// What is remembered of the deployments of a service.
///
/// Differs from ECS: the newest hundred service deployments and the revisions that they name, where ECS keeps 90 days;
/// a service that is deployed all day long must not fill the user's disk.
final class ServiceHistory {
    static final int KEPT = 100;

    private ServiceHistory() {}

    /// Forgets what is too old. Nothing that something more becomes of, and no revision that is in use.
    static List<Change> trim(State state, Service service) {
        if (state.count(ServiceViews.DEPLOYMENTS_BY_SERVICE, service.name()) <= KEPT) {
            return List.of();
        }
        List<ServiceDeployment> all = new ArrayList<>(
                state.by(ServiceViews.DEPLOYMENTS, ServiceViews.DEPLOYMENTS_BY_SERVICE, service.name()));
        all.sort(Comparator.comparing((ServiceDeployment one) -> one.times().createdAt())
                .reversed()
                .thenComparing(ServiceDeployment::id));
        List<Change> changes = new ArrayList<>();
        TreeSet<String> used = new TreeSet<>();
        service.status().deployments().stream().map(Deployment::revision).forEach(used::add);
        if (service.status().completed() != null) {
            used.add(service.status().completed());
        }
        for (int i = 0; i < all.size(); i++) {
            ServiceDeployment one = all.get(i);
            boolean current = one.id().equals(service.status().serviceDeployment());
            if (i < KEPT || current || !one.status().terminal()) {
                used.add(one.target());
                used.addAll(one.sources());
            } else {
                changes.add(Change.delete(ServiceViews.DEPLOYMENTS, one.name()));
            }
        }
        for (ServiceRevision one :
                state.by(ServiceViews.REVISIONS, ServiceViews.REVISIONS_BY_SERVICE, service.name())) {
            if (!used.contains(one.id())) {
                changes.add(Change.delete(ServiceViews.REVISIONS, one.name()));
            }
        }
        return changes;
    }

    /// Forgets everything.
    static List<Change> none(State state, String service) {
        List<Change> changes = new ArrayList<>();
        state.by(ServiceViews.DEPLOYMENTS, ServiceViews.DEPLOYMENTS_BY_SERVICE, service)
                .forEach(one -> changes.add(Change.delete(ServiceViews.DEPLOYMENTS, one.name())));
        state.by(ServiceViews.REVISIONS, ServiceViews.REVISIONS_BY_SERVICE, service)
                .forEach(one -> changes.add(Change.delete(ServiceViews.REVISIONS, one.name())));
        return changes;
    }
}
