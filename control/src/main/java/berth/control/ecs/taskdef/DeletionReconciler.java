package berth.control.ecs.taskdef;

import berth.control.ecs.tag.TagViews;
import berth.control.ecs.taskdef.model.Deletion;
import berth.control.ecs.taskdef.model.LastRevision;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.reconcile.Plan;
import berth.control.reconcile.Reconciler;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/// Deletes revisions that are DELETE_IN_PROGRESS when nothing uses them any more. Keys are `family:revision`.
///
/// ECS: up to an hour after the last task has stopped, which is when its tasks can't be described any more.
final class DeletionReconciler implements Reconciler {
    /// How often one that is in use is looked at.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DefinitionUses uses;

    DeletionReconciler(DefinitionUses uses) {
        this.uses = uses;
    }

    @Override
    public String name() {
        return "task-definition-deletions";
    }

    @Override
    public void wakes(State state, Change change, Consumer<String> wake) {
        if (change instanceof Change.Put<?> put && put.row() instanceof Deletion deletion) {
            wake.accept(deletion.definition());
        }
    }

    @Override
    public Collection<String> keys(State state) {
        return state.all(TaskDefinitionViews.DELETIONS).stream()
                .map(Deletion::definition)
                .toList();
    }

    @Override
    public Plan reconcile(State state, String key, Context context) {
        if (state.find(TaskDefinitionViews.DELETIONS, key) == null) {
            return Plan.NOTHING;
        }
        if (uses.uses(state, key)) {
            return Plan.lookAgainAfter(PATIENCE);
        }
        List<Change> changes =
                new ArrayList<>(TagViews.replaced(state, "task-definition/" + key, Collections.emptySortedMap()));
        changes.add(Change.delete(TaskDefinitionViews.DELETIONS, key));
        TaskDefinition definition = TaskDefinitionViews.byName(state, key);
        if (definition != null) {
            int next = TaskDefinitionViews.nextRevision(state, definition.family());
            changes.add(
                    Change.put(TaskDefinitionViews.LAST_REVISIONS, new LastRevision(definition.family(), next - 1)));
            changes.add(Change.delete(
                    TaskDefinitionViews.TASK_DEFINITIONS,
                    TaskDefinitionViews.id(definition.family(), definition.revision())));
        }
        return Plan.of(changes);
    }
}
