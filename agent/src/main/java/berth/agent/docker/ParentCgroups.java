package berth.agent.docker;

import berth.agent.engine.ContainerRequest.ParentCgroup;
import berth.agent.engine.EngineFault;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The cgroups that hold a task's limits, one a task, as parents of its containers' own.
///
/// The engine creates a missing parent without limits and never removes one: so a parent is made and limited before its
/// first container, and removed after the last. A parent that still has children refuses to be removed, which makes
/// trying harmless.
///
/// Works with the engine's cgroupfs driver on versions 1 and 2, where this process may write there. With the systemd
/// driver a parent must be a slice that systemd knows; then, as without root, containers carry the limits themselves.
final class ParentCgroups {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final Path KERNEL = Path.of("/proc/sys/kernel/osrelease");

    private final String parent;
    private final List<Hierarchy> hierarchies;
    private final boolean unified;

    /// One mounted hierarchy: on version 1 one for each controller, on version 2 one for all.
    ///
    /// @param controllers for example `cpu`, among other options; empty for version 2
    record Hierarchy(Path mount, List<String> controllers) {}

    ParentCgroups(String installation, List<Hierarchy> hierarchies, boolean unified) {
        this.parent = "berth/" + installation;
        this.hierarchies = List.copyOf(hierarchies);
        this.unified = unified;
    }

    /// The parent cgroups of this machine, or null where they cannot be made.
    ///
    /// @param info the engine's answer to `/info`
    static @Nullable ParentCgroups probe(JsonNode info, String installation) {
        try {
            boolean sameMachine = Files.isReadable(KERNEL)
                    && Files.readString(KERNEL)
                            .strip()
                            .equals(info.path("KernelVersion").asText());
            if (!sameMachine || !info.path("CgroupDriver").asText().equals("cgroupfs")) {
                return null;
            }
            boolean unified = info.path("CgroupVersion").asText().equals("2");
            ParentCgroups cgroups =
                    new ParentCgroups(installation, hierarchies(Files.readString(MOUNTS), unified), unified);
            return cgroups.writable() ? cgroups : null;
        } catch (IOException e) {
            return null;
        }
    }

    /// Reads the kernel's list of mounts: the fifth word is the place; the type, the source and the options of the file
    /// system follow a dash. A machine on version 1 may have a version 2 mount beside it, without controllers: the
    /// engine makes the parent there, too, and it must be removed there as well.
    static List<Hierarchy> hierarchies(String mountinfo, boolean unified) {
        List<Hierarchy> found = new ArrayList<>();
        for (String line : mountinfo.lines().toList()) {
            int dash = line.indexOf(" - ");
            String[] left = dash < 0 ? new String[0] : line.substring(0, dash).split(" ");
            String[] right = dash < 0 ? new String[0] : line.substring(dash + 3).split(" ");
            boolean mount =
                    right.length >= 3 && left.length >= 5 && Path.of(left[4]).startsWith(ROOT);
            if (mount && right[0].equals("cgroup2")) {
                found.add(new Hierarchy(Path.of(left[4]), List.of()));
            } else if (mount && right[0].equals("cgroup") && !unified) {
                found.add(new Hierarchy(Path.of(left[4]), List.of(right[2].split(","))));
            }
        }
        return found;
    }

    private boolean writable() {
        boolean complete = unified ? !hierarchies.isEmpty() : has("cpu") && has("memory");
        try {
            for (Hierarchy hierarchy : hierarchies) {
                if (concerns(hierarchy)) {
                    Files.createDirectories(hierarchy.mount().resolve(parent));
                }
            }
            removeOwnIfEmpty();
            return complete;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean has(String controller) {
        return hierarchies.stream()
                .anyMatch(hierarchy -> hierarchy.controllers().contains(controller));
    }

    private boolean concerns(Hierarchy hierarchy) {
        return unified
                || hierarchy.controllers().contains("cpu")
                || hierarchy.controllers().contains("memory");
    }

    /// Makes the task's cgroup with its limits and answers with its path, as the engine wants it. Making it again sets
    /// the same limits again.
    String make(ParentCgroup task) throws EngineFailure {
        try {
            for (Hierarchy hierarchy : hierarchies) {
                if (unified) {
                    makeUnified(hierarchy.mount(), task);
                } else if (concerns(hierarchy)) {
                    makeVersion1(hierarchy, task);
                }
            }
            return "/" + parent + "/" + task.name();
        } catch (IOException e) {
            throw new EngineFailure(EngineFault.Kind.REFUSED, "Cannot set the task's limits in its cgroup: " + e);
        }
    }

    private void makeVersion1(Hierarchy hierarchy, ParentCgroup task) throws IOException {
        Path directory =
                Files.createDirectories(hierarchy.mount().resolve(parent).resolve(task.name()));
        if (hierarchy.controllers().contains("cpu")) {
            write(directory.resolve("cpu.cfs_period_us"), Bodies.CPU_PERIOD_MICROS);
            write(directory.resolve("cpu.cfs_quota_us"), Bodies.quotaMicros(task.cpu()));
            write(directory.resolve("cpu.shares"), Math.max(2, task.cpu()));
        }
        if (hierarchy.controllers().contains("memory")) {
            write(directory.resolve("memory.limit_in_bytes"), task.memory());
        }
    }

    private void makeUnified(Path mount, ParentCgroup task) throws IOException {
        Path directory = mount;
        for (Path step : Path.of(parent).resolve(task.name())) {
            Path control = directory.resolve("cgroup.subtree_control");
            Files.writeString(control, "+cpu +memory +pids", StandardOpenOption.WRITE);
            directory = directory.resolve(step);
            Files.createDirectories(directory);
        }
        Files.writeString(
                directory.resolve("cpu.max"),
                Bodies.quotaMicros(task.cpu()) + " " + Bodies.CPU_PERIOD_MICROS,
                StandardOpenOption.WRITE);
        write(directory.resolve("memory.max"), task.memory());
    }

    private static void write(Path file, long value) throws IOException {
        Files.writeString(file, Long.toString(value), StandardOpenOption.WRITE);
    }

    /// Removes the task's cgroup if no container is left in it.
    void removeIfEmpty(String task) {
        for (Hierarchy hierarchy : hierarchies) {
            removeIfEmpty(hierarchy.mount().resolve(parent).resolve(task));
        }
        removeOwnIfEmpty();
    }

    /// The installation's own, which is made again when it is needed.
    private void removeOwnIfEmpty() {
        for (Hierarchy hierarchy : hierarchies) {
            removeIfEmpty(hierarchy.mount().resolve(parent));
        }
    }

    /// Removes what tasks of an earlier run left behind.
    ///
    /// @param inUse names of tasks that still have containers
    void removeAllBut(Set<String> inUse) {
        Set<String> leftOver = new TreeSet<>();
        for (Hierarchy hierarchy : hierarchies) {
            Path directory = hierarchy.mount().resolve(parent);
            if (Files.isDirectory(directory)) {
                try (DirectoryStream<Path> tasks = Files.newDirectoryStream(directory, Files::isDirectory)) {
                    tasks.forEach(task -> leftOver.add(task.getFileName().toString()));
                } catch (IOException e) {
                    // The next start tries again; an empty cgroup costs nothing.
                }
            }
        }
        leftOver.removeAll(inUse);
        leftOver.forEach(this::removeIfEmpty);
    }

    private static void removeIfEmpty(Path directory) {
        try {
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // A container is still in it; its removal tries again.
        }
    }
}
