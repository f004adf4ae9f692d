package berth.control.ecs.taskdef;

import berth.control.Module;
import berth.control.ecs.taskdef.api.DeregisterTaskDefinition;
import berth.control.ecs.taskdef.api.DescribeTaskDefinition;
import berth.control.ecs.taskdef.api.ListTaskDefinitionFamilies;
import berth.control.ecs.taskdef.api.ListTaskDefinitions;
import berth.control.ecs.taskdef.api.RegisterTaskDefinition;
import java.util.List;

/// What task definitions contribute: a table and five operations; nothing wakes.
public final class TaskDefinitionModule {
    private TaskDefinitionModule() {}

    public static Module module() {
        return new Module(
                List.of(TaskDefinitionViews.TASK_DEFINITIONS),
                List.of(
                        new RegisterTaskDefinition(),
                        new DescribeTaskDefinition(),
                        new DeregisterTaskDefinition(),
                        new ListTaskDefinitions(),
                        new ListTaskDefinitionFamilies()),
                List.of());
    }
}
