package berth.control.ecs.service.api;

import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.TaskSet;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Scale;

/// What the operations of task sets have in common: how they find one, and what a scale may be.
final class TaskSets {
    /// ECS: of one service, those that are being deleted included.
    static final int MOST = 5;

    private TaskSets() {}

    /// The ACTIVE service of the EXTERNAL controller that a request names.
    ///
    /// @throws berth.kernel.FaultException in ECS's words
    static Service service(State state, Context context, @Nullable String cluster, @Nullable String parameter) {
        Cluster found = ClusterViews.active(state, context.account(), cluster);
        Service service = ServiceViews.find(state, found.name(), ServiceChecks.required(parameter, "Service"));
        if (service == null) {
            throw Fault.of("ServiceNotFoundException", "Service not found.").raise();
        }
        if (service.status().state() != Service.State.ACTIVE) {
            throw Fault.of("ServiceNotActiveException", "Service was not ACTIVE.")
                    .raise();
        }
        if (!service.spec().isExternal()) {
            throw Fault.invalidParameter("Amazon ECS only supports task set management on services configured to use"
                            + " external deployment controllers.")
                    .raise();
        }
        return service;
    }

    /// The set that a request names, by its ARN, its id or the digits of that.
    ///
    /// @throws berth.kernel.FaultException TaskSetNotFoundException
    static TaskSet existing(Service service, Context context, @Nullable String parameter) {
        TaskSet set = find(service, context, ServiceChecks.required(parameter, "Task set"));
        if (set == null) {
            throw Fault.of("TaskSetNotFoundException", "The specified task set does not exist.")
                    .raise();
        }
        return set;
    }

    static @Nullable TaskSet find(Service service, Context context, String parameter) {
        String prefix = context.account().ecs("task-set", service.name() + '/');
        String id = parameter.startsWith(prefix) ? parameter.substring(prefix.length()) : parameter;
        return service.status().taskSet(id.startsWith("ecs-svc/") ? id : "ecs-svc/" + id);
    }

    /// ECS: 0 where not given; the only unit is PERCENT.
    static double percent(@Nullable Scale scale) {
        if (scale == null) {
            return 0;
        }
        if (scale.unitAsString() != null && !scale.unitAsString().equals("PERCENT")) {
            throw Fault.invalidParameter("The unit of a scale must be PERCENT, was '" + scale.unitAsString() + "'.")
                    .raise();
        }
        double value = scale.value() == null ? 0 : scale.value();
        if (!(value >= 0 && value <= 100)) {
            throw Fault.invalidParameter("The value of a scale must be between 0 and 100, was " + value + ".")
                    .raise();
        }
        return value;
    }
}
