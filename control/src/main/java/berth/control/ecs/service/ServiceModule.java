package berth.control.ecs.service;

import berth.control.Module;
import berth.control.Settings;
import berth.control.ecs.service.api.ContinueServiceDeployment;
import berth.control.ecs.service.api.CreateService;
import berth.control.ecs.service.api.CreateTaskSet;
import berth.control.ecs.service.api.DeleteService;
import berth.control.ecs.service.api.DeleteTaskSet;
import berth.control.ecs.service.api.DescribeServiceDeployments;
import berth.control.ecs.service.api.DescribeServiceRevisions;
import berth.control.ecs.service.api.DescribeServices;
import berth.control.ecs.service.api.DescribeTaskSets;
import berth.control.ecs.service.api.ListServiceDeployments;
import berth.control.ecs.service.api.ListServices;
import berth.control.ecs.service.api.ListServicesByNamespace;
import berth.control.ecs.service.api.StopServiceDeployment;
import berth.control.ecs.service.api.UpdateService;
import berth.control.ecs.service.api.UpdateServicePrimaryTaskSet;
import berth.control.ecs.service.api.UpdateTaskSet;
import berth.control.ecs.service.hook.HookCalls;
import berth.control.ecs.service.plan.AlarmStates;
import java.util.List;

/// What services contribute.
public final class ServiceModule {
    private ServiceModule() {}

    public static Module module(Settings settings, HookCalls hooks) {
        return new Module(
                List.of(ServiceViews.SERVICES, ServiceViews.EVENTS, ServiceViews.REVISIONS, ServiceViews.DEPLOYMENTS),
                List.of(
                        new CreateService(settings),
                        new UpdateService(settings),
                        new DescribeServices(),
                        new ListServices(),
                        new ListServicesByNamespace(),
                        new DeleteService(),
                        new DescribeServiceRevisions(),
                        new DescribeServiceDeployments(),
                        new ListServiceDeployments(),
                        new StopServiceDeployment(),
                        new ContinueServiceDeployment(),
                        new CreateTaskSet(settings),
                        new UpdateTaskSet(),
                        new DeleteTaskSet(),
                        new DescribeTaskSets(),
                        new UpdateServicePrimaryTaskSet()),
                List.of(new ServiceReconciler(settings, AlarmStates.NONE), hooks));
    }
}
