package berth.control.ecs.taskdef;

import berth.control.Module;
import berth.control.ecs.taskdef.api.DeleteTaskDefinitions;
import berth.control.ecs.taskdef.api.DeregisterTaskDefinition;
import berth.control.ecs.taskdef.api.DescribeTaskDefinition;
import berth.control.ecs.taskdef.api.ListTaskDefinitionFamilies;
import berth.control.ecs.taskdef.api.ListTaskDefinitions;
import berth.control.ecs.taskdef.api.RegisterTaskDefinition;
import java.util.List;

/// What task definitions contribute: tables, their operations, and the deletion of what nothing uses.
public final class TaskDefinitionModule {
    private TaskDefinitionModule() {}

    public static Module module(DefinitionUses uses) {
        return new Module(
                List.of(
                        TaskDefinitionViews.TASK_DEFINITIONS,
                        TaskDefinitionViews.DELETIONS,
                        TaskDefinitionViews.LAST_REVISIONS),
                List.of(
                        new RegisterTaskDefinition(),
                        new DescribeTaskDefinition(),
                        new DeregisterTaskDefinition(),
                        new DeleteTaskDefinitions(),
                        new ListTaskDefinitions(),
                        new ListTaskDefinitionFamilies()),
                List.of(new DeletionReconciler(uses)));
    }
}
