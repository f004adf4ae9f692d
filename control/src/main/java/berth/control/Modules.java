package berth.control;

import berth.control.acm.AcmModule;
import berth.control.ecs.cluster.ClusterModule;
import berth.control.ecs.instance.HostChannels;
import berth.control.ecs.instance.InstanceModule;
import berth.control.ecs.service.ServiceModule;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.hook.HookCalls;
import berth.control.ecs.setting.SettingModule;
import berth.control.ecs.tag.TagModule;
import berth.control.ecs.task.TaskModule;
import berth.control.ecs.taskdef.TaskDefinitionModule;
import berth.control.elb.ElbModule;
import berth.control.elb.ProxyChannels;
import berth.control.iam.IamModule;
import berth.control.logs.LogModule;
import berth.control.logs.LogWork;
import berth.control.vpc.VpcModule;
import java.util.List;

/// Which nouns this Berth has.
final class Modules {
    private Modules() {}

    static List<Module> all(
            ControlPorts ports, HostChannels channels, ProxyChannels proxies, HookCalls hooks, LogWork logs) {
        return List.of(
                ClusterModule.module(new ClusterContentsByViews()),
                SettingModule.module(),
                TagModule.module(new TaggedResourcesByViews()),
                TaskDefinitionModule.module(new DefinitionUsesByViews()),
                VpcModule.module(),
                IamModule.module(),
                AcmModule.module(),
                ElbModule.module(proxies),
                InstanceModule.module(ports.settings(), TaskModule.instanceTasks()),
                TaskModule.module(ports.settings(), ports.account(), channels, ServiceViews::desiredCount),
                ServiceModule.module(ports.settings(), hooks),
                LogModule.module(logs));
    }
}
