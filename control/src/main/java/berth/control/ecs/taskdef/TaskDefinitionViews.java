package berth.control.ecs.taskdef;

import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Index;
import berth.control.store.Kind;
import berth.control.store.State;
import org.jspecify.annotations.Nullable;

/// How task definitions are found.
public final class TaskDefinitionViews {
    /// Ids sort by family and then by number: `family:0000000001`.
    public static final Index<TaskDefinition> BY_FAMILY = Index.of("taskdef.by-family", TaskDefinition::family);

    public static final Kind<TaskDefinition> TASK_DEFINITIONS =
            Kind.of("task-definition", TaskDefinition.class, TaskDefinitionViews::id, BY_FAMILY);

    private TaskDefinitionViews() {}

    private static String id(TaskDefinition definition) {
        return id(definition.family(), definition.revision());
    }

    /// The key of a row.
    public static String id(String family, int revision) {
        return "%s:%010d".formatted(family, revision);
    }

    /// The definition that a task or service refers to as `family:revision`, or null.
    public static @Nullable TaskDefinition byName(State state, String name) {
        int colon = name.lastIndexOf(':');
        return state.find(TASK_DEFINITIONS, id(name.substring(0, colon), Integer.parseInt(name.substring(colon + 1))));
    }
}
