package berth.control.ecs.taskdef.model;

/// The highest number that a revision of a family ever had, remembered when it is deleted: it is never given again.
public record LastRevision(String family, int revision) {}
