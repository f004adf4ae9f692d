package berth.control.ecs.instance;

import berth.control.Module;
import berth.control.Settings;
import berth.control.ecs.instance.api.DeleteAttributes;
import berth.control.ecs.instance.api.DeregisterContainerInstance;
import berth.control.ecs.instance.api.DescribeContainerInstances;
import berth.control.ecs.instance.api.ListAttributes;
import berth.control.ecs.instance.api.ListContainerInstances;
import berth.control.ecs.instance.api.PutAttributes;
import berth.control.ecs.instance.api.RegisterContainerInstance;
import berth.control.ecs.instance.api.UpdateContainerInstancesState;
import java.util.List;

/// What hosts and container instances contribute: four tables, eight operations, and the pool of warm
/// interfaces.
public final class InstanceModule {
    private InstanceModule() {}

    public static Module module(Settings settings, InstanceTasks tasks) {
        return new Module(
                List.of(
                        InstanceViews.HOSTS,
                        InstanceViews.ALLOCATIONS,
                        InstanceViews.CONTAINER_INSTANCES,
                        InstanceViews.HOST_KEYS),
                List.of(
                        new DescribeContainerInstances(tasks),
                        new ListContainerInstances(tasks),
                        new UpdateContainerInstancesState(tasks),
                        new RegisterContainerInstance(tasks),
                        new DeregisterContainerInstance(tasks),
                        new PutAttributes(),
                        new DeleteAttributes(),
                        new ListAttributes()),
                List.of(new WarmInterfaceReconciler(settings.warmInterfaces())));
    }
}
