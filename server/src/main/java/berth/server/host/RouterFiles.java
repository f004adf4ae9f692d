package berth.server.host;

import berth.agent.engine.ContainerRequest;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineFault;
import berth.agent.engine.Mount;
import berth.agent.engine.Reply;
import berth.agent.task.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What log routers read, and the sockets at which they listen: a directory for each task, written before its router is
/// made and removed after it was. A directory that was left over goes when the engine's list knows no router of it.
///
/// The directories are for Berth's own user alone: options of an output may be keys.
final class RouterFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RouterFiles.class);

    /// Linux takes no longer path of a socket.
    private static final int LONGEST_SOCKET = 107;

    private final Path directory;

    /// Names of directories whose router is being made, and of routers that are there, by the engine's id.
    private final Set<String> making = new TreeSet<>();

    private final Map<String, String> routers = new HashMap<>();

    RouterFiles(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    static boolean belongTo(ContainerRequest request) {
        return request.labels().containsKey(Labels.ROUTER);
    }

    /// Answers exactly once, on another thread, with the directory.
    void write(ContainerRequest request, Consumer<Reply<String>> done) {
        synchronized (this) {
            making.add(name(request.labels()));
        }
        Thread.startVirtualThread(() -> {
            Reply<String> reply = written(request);
            if (reply instanceof Reply.Failed<String>) {
                unmade(request);
            }
            done.accept(reply);
        });
    }

    private synchronized void unmade(ContainerRequest request) {
        making.remove(name(request.labels()));
    }

    private Reply<String> written(ContainerRequest request) {
        Path own = directory.resolve(name(request.labels()));
        Path socket = own.resolve("run").resolve("fluent.sock");
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET) {
            return Reply.failed(
                    EngineFault.Kind.REFUSED,
                    "the log router's socket " + socket + " has a path longer than " + LONGEST_SOCKET
                            + " bytes; start Berth with a shorter --data");
        }
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createDirectories(own.resolve("run"));
            for (Mount mount : request.mounts()) {
                if (mount instanceof Mount.Text(var path, var inside, var text)) {
                    Files.writeString(Path.of(path), text);
                }
            }
            return Reply.done(own.toString());
        } catch (IOException e) {
            return Reply.failed(
                    EngineFault.Kind.UNAVAILABLE,
                    "the log router's configuration can't be written to " + own + ": "
                            + e.getClass().getSimpleName());
        }
    }

    /// The engine answered to the request.
    synchronized void made(ContainerRequest request, Reply<EngineContainer> reply) {
        String name = name(request.labels());
        if (reply instanceof Reply.Done<EngineContainer>(var container)) {
            routers.put(container.id(), name);
        }
        making.remove(name);
    }

    void removed(String engineId) {
        String name;
        synchronized (this) {
            name = routers.remove(engineId);
        }
        if (name != null) {
            delete(directory.resolve(name));
        }
    }

    /// What a list must know that is asked for from now on.
    ///
    /// @param names of directories
    /// @param ids of routers
    record Settled(Set<String> names, Set<String> ids) {}

    Settled settled() {
        Set<String> names = new TreeSet<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> all = Files.list(directory)) {
                all.forEach(path -> names.add(path.getFileName().toString()));
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("{} can't be read: {}", directory, e.getClass().getSimpleName());
            }
        }
        synchronized (this) {
            names.removeAll(making);
            return new Settled(names, new TreeSet<>(routers.keySet()));
        }
    }

    /// @param before what [#settled] said before the list was asked for
    /// @param listed every container
    void sweep(Settled before, List<EngineContainer> listed) {
        Set<String> left = new TreeSet<>(before.names());
        synchronized (this) {
            routers.keySet().removeAll(before.ids());
            for (EngineContainer container : listed) {
                if (container.labels().containsKey(Labels.ROUTER)) {
                    routers.put(container.id(), name(container.labels()));
                }
            }
            left.removeAll(making);
            left.removeAll(routers.values());
        }
        left.forEach(name -> delete(directory.resolve(name)));
    }

    /// The id of the task.
    private static String name(SequencedMap<String, String> labels) {
        String arn = labels.getOrDefault(Labels.TASK, "unknown");
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private static void delete(Path tree) {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} can't be removed: {}", tree, e.getClass().getSimpleName());
        }
    }
}
