package berth.control.ecs.tag.plan;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The tags that a task is born with.
///
/// ECS: those of the definition or of the service where propagateTags says so, then those of the call, which win, then
/// `aws:ecs:clusterName` and `aws:ecs:serviceName` where enableECSManagedTags is on. Later changes of the definition's
/// or the service's tags change no task.
///
/// Worked example: the service `web` of cluster `c` has `team=a` and `env=prod`, propagates SERVICE and has managed
/// tags: its tasks have `team=a`, `env=prod`, `aws:ecs:clusterName=c` and `aws:ecs:serviceName=web`.
public final class TaskTags {
    private TaskTags() {}

    /// @param propagated what was taken over
    /// @param own of the call
    /// @param managed whether ECS adds its own
    /// @param service the name of the task's service, or null
    public static SortedMap<String, String> of(
            SortedMap<String, String> propagated,
            SortedMap<String, String> own,
            boolean managed,
            String cluster,
            @Nullable String service) {
        SortedMap<String, String> tags = TagRules.merged(propagated, own);
        if (!managed) {
            return tags;
        }
        SortedMap<String, String> all = new TreeMap<>(tags);
        all.put("aws:ecs:clusterName", cluster);
        if (service != null) {
            all.put("aws:ecs:serviceName", service);
        }
        return all;
    }
}
