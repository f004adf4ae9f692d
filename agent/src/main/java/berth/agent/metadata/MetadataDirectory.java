package berth.agent.metadata;

import berth.agent.task.MetadataToken;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which token names which container. Keeps a task that the control plane dropped until its containers are gone.
public final class MetadataDirectory {
    private final MetadataToken tokens;
    private final SortedMap<String, DesiredTask> tasks = new TreeMap<>();
    private final SortedMap<String, Address> byToken = new TreeMap<>();

    /// A container, and the newest wish for its task.
    record Address(String taskArn, String container) {}

    public MetadataDirectory(MetadataToken tokens) {
        this.tokens = tokens;
    }

    public void learn(DesiredTask task) {
        if (tasks.put(task.arn(), task) == null) {
            for (DesiredContainer container : task.containers()) {
                byToken.put(tokens.of(task.arn(), container.name()), new Address(task.arn(), container.name()));
            }
        }
    }

    public void forget(String taskArn) {
        if (tasks.remove(taskArn) != null) {
            byToken.values().removeIf(address -> address.taskArn().equals(taskArn));
        }
    }

    @Nullable
    Address find(String token) {
        return byToken.get(token);
    }

    /// A task as last wanted, or null.
    @Nullable
    DesiredTask task(String arn) {
        return tasks.get(arn);
    }
}
