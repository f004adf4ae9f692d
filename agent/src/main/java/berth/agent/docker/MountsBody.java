package berth.agent.docker;

import berth.agent.engine.ContainerRequest;
import berth.agent.engine.Mount;
import berth.agent.engine.Mount.Keeping;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeSet;

/// What a container's mounts become in the engine's words. Pure.
///
/// Paths are `Binds`, of which the engine makes a missing one, volumes are `Mounts`, which the engine makes with the
/// labels of their first container.
final class MountsBody {
    private static final List<String> ROOT = List.of("", "0", "root");

    private MountsBody() {}

    /// @param host the container's HostConfig
    static void put(ContainerRequest request, String installation, ObjectNode host) {
        List<String> binds = new ArrayList<>();
        ArrayNode volumes = Json.array(List.of());
        for (Mount mount : request.mounts()) {
            switch (mount) {
                case Mount.Path(var path, var inside, var readOnly) ->
                    binds.add(path + ":" + inside + (readOnly ? ":ro" : ""));
                case Mount.Text(var path, var inside, var text) -> binds.add(path + ":" + inside + ":ro");
                case Mount.Named named -> volumes.add(volume(named, installation));
            }
        }
        if (!binds.isEmpty()) {
            host.set("Binds", Json.array(binds));
        }
        if (!volumes.isEmpty()) {
            host.set("Mounts", volumes);
        }
        if (!request.volumesFrom().isEmpty()) {
            host.set("VolumesFrom", Json.array(request.volumesFrom()));
        }
    }

    private static ObjectNode volume(Mount.Named named, String installation) {
        ObjectNode mount = Json.object();
        mount.put("Type", "volume");
        mount.put("Source", named.volume());
        mount.put("Target", named.containerPath());
        mount.put("ReadOnly", named.readOnly());
        if (named.keeping() != Keeping.EXISTING) {
            ObjectNode options = mount.putObject("VolumeOptions");
            SequencedMap<String, String> labels = new LinkedHashMap<>(named.labels());
            labels.put(Labels.INSTALLATION, installation);
            if (named.keeping() == Keeping.TASK) {
                labels.put(Labels.TASK_VOLUME, "");
            }
            if (named.measured()) {
                labels.put(Labels.MEASURED, "");
            }
            options.set("Labels", Json.object(labels));
            ObjectNode driver = options.putObject("DriverConfig");
            driver.put("Name", named.driver() == null ? "local" : named.driver());
            driver.set("Options", Json.object(named.driverOpts()));
        }
        return mount;
    }

    /// Where a container whose user is not root writes to volumes that are measured: paths like `/data`.
    static TreeSet<String> writtenByOthers(ContainerRequest request) {
        TreeSet<String> paths = new TreeSet<>();
        String user = request.settings().user();
        if (user == null || ROOT.contains(user.split(":", -1)[0])) {
            return paths;
        }
        for (Mount mount : request.mounts()) {
            if (mount instanceof Mount.Named named && named.measured() && !named.readOnly()) {
                String path = named.containerPath().replaceAll("/+$", "");
                int length = path.length() - path.lastIndexOf('/') - 1;
                if (path.startsWith("/") && length > 0 && length <= Tar.LONGEST_NAME) {
                    paths.add(path);
                }
            }
        }
        return paths;
    }

    /// Names of the volumes that go with the last container that mounts them.
    static TreeSet<String> ofTask(ContainerRequest request) {
        return named(request, Keeping.TASK);
    }

    /// Names of the volumes that must be there.
    static TreeSet<String> existing(ContainerRequest request) {
        return named(request, Keeping.EXISTING);
    }

    private static TreeSet<String> named(ContainerRequest request, Keeping keeping) {
        TreeSet<String> names = new TreeSet<>();
        for (Mount mount : request.mounts()) {
            if (mount instanceof Mount.Named named && named.keeping() == keeping) {
                names.add(named.volume());
            }
        }
        return names;
    }
}
