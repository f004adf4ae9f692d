package berth.control.ecs.task.plan;

import berth.control.ecs.instance.plan.Refusal;
import berth.control.ecs.task.model.Task;
import berth.control.store.Change;
import java.util.List;

/// What came of a [Launch]: one list of changes that makes the tasks, their reservations and their interfaces.
///
/// @param changes to be committed together with whatever the caller adds
/// @param tasks that were placed, in order; may be fewer than asked for
/// @param refusals why the first task that could not be placed was not, one an examined host; empty if all were
/// @param help what relaxed mode assumed, and what is not enforced, in sentences; often empty
public record Launched(List<Change> changes, List<Task> tasks, List<Refusal> refusals, List<String> help) {
    public Launched {
        changes = List.copyOf(changes);
        tasks = List.copyOf(tasks);
        refusals = List.copyOf(refusals);
        help = List.copyOf(help);
    }
}
