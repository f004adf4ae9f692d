package berth.agent.metadata;

import berth.agent.task.TaskNow;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.ObservedTask;

/// Who asks: one container of one task, as wanted, known and reported.
///
/// @param task as last wanted
/// @param stopping whether nothing of it is to run any more
public record MetadataSubject(
        DesiredTask task, DesiredContainer container, TaskNow now, ObservedTask observed, boolean stopping) {}
