package berth.control.ecs.service;

import berth.control.Module;
import berth.control.Settings;
import berth.control.ecs.service.api.CreateService;
import berth.control.ecs.service.api.DeleteService;
import berth.control.ecs.service.api.DescribeServices;
import berth.control.ecs.service.api.ListServices;
import berth.control.ecs.service.api.UpdateService;
import java.util.List;

/// What services contribute.
public final class ServiceModule {
    private ServiceModule() {}

    public static Module module(Settings settings) {
        return new Module(
                List.of(ServiceViews.SERVICES, ServiceViews.EVENTS, ServiceViews.REVISIONS, ServiceViews.DEPLOYMENTS),
                List.of(
                        new CreateService(settings),
                        new UpdateService(settings),
                        new DescribeServices(),
                        new ListServices(),
                        new DeleteService()),
                List.of(new ServiceReconciler(settings)));
    }
}
