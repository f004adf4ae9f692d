package berth.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads the engine's account of its disk. Pure.
///
/// Example: containers `a` and `b` of one task with layers of 1 and 2 bytes, both with the task's volume of 10 and with
/// the measured volume `vol-1` of 100: `a` 11, `b` 2, `vol-1` 100.
final class DiskUse {
    private DiskUse() {}

    /// Bytes by container id, and by name of the volumes that are measured.
    ///
    /// @param account the answer of `/system/df`
    static SortedMap<String, Long> of(JsonNode account, String installation) {
        SortedMap<String, Long> volumes = new TreeMap<>();
        SortedMap<String, Long> use = new TreeMap<>();
        for (JsonNode volume : account.path("Volumes")) {
            JsonNode labels = volume.path("Labels");
            if (!labels.path(Labels.INSTALLATION).asText().equals(installation)) {
                continue;
            }
            long size = Math.max(0, volume.path("UsageData").path("Size").asLong());
            if (labels.has(Labels.MEASURED)) {
                use.put(volume.path("Name").asText(), size);
            } else if (labels.has(Labels.TASK_VOLUME)) {
                volumes.put(volume.path("Name").asText(), size);
            }
        }
        for (JsonNode container : account.path("Containers")) {
            if (!container.path("Labels").path(Labels.INSTALLATION).asText().equals(installation)) {
                continue;
            }
            long bytes = container.path("SizeRw").asLong();
            for (JsonNode mount : container.path("Mounts")) {
                Long volume = volumes.remove(mount.path("Name").asText());
                bytes += volume == null ? 0 : volume;
            }
            use.put(container.path("Id").asText(), bytes);
        }
        return use;
    }
}
