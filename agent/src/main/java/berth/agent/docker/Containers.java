package berth.agent.docker;

import berth.agent.docker.DockerHttp.Answer;
import berth.agent.engine.ContainerRequest;
import berth.agent.engine.ContainerRequest.ParentCgroup;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.agent.engine.EngineFault;
import berth.kernel.host.Health;
import berth.kernel.host.Interface;
import berth.kernel.host.PortBinding;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// The containers of one installation: create, start, stop, remove, inspect, list.
///
/// A create is one round trip and a start two (the second reads the state just after). An id that this object did not
/// meet yet is inspected before anything is done to it, so that nobody else's container is ever touched.
final class Containers {
    private static final int EVERYBODYS = 0777;

    private final DockerHttp http;
    private final String installation;
    private final InstantSource clock;
    private final Machine machine;
    private final Volumes volumes;
    /// Containers that are ours.
    private final ConcurrentMap<String, Own> ours = new ConcurrentHashMap<>();
    /// Containers that were created here and surely never started.
    private final Set<String> fresh = ConcurrentHashMap.newKeySet();
    /// Shared while a parent cgroup gets a container, exclusive while empty ones are removed.
    private final ReadWriteLock cgroupUse = new ReentrantReadWriteLock();
    private final AtomicBoolean swept = new AtomicBoolean();

    /// What goes with a container.
    ///
    /// @param cgroup name of its parent cgroup, or an empty text
    /// @param volumes names of its task's volumes
    private record Own(String cgroup, List<String> volumes) {
        static Own of(Map<String, String> labels) {
            String volumes = labels.getOrDefault(Labels.VOLUMES, "");
            return new Own(
                    labels.getOrDefault(Labels.CGROUP, ""),
                    volumes.isEmpty() ? List.of() : List.of(volumes.split(" ", -1)));
        }
    }

    Containers(DockerHttp http, String installation, InstantSource clock, Machine machine) {
        this.http = http;
        this.installation = installation;
        this.clock = clock;
        this.machine = machine;
        this.volumes = new Volumes(http, installation);
    }

    EngineContainer create(ContainerRequest request) throws EngineFailure {
        SequencedMap<String, String> labels = new TreeMap<>(request.labels());
        labels.put(Labels.INSTALLATION, installation);
        volumes.require(MountsBody.existing(request));
        TreeSet<String> own = MountsBody.ofTask(request);
        if (own.isEmpty()) {
            return letWrite(request, createBelow(request, labels));
        }
        labels.put(Labels.VOLUMES, String.join(" ", own));
        try {
            return letWrite(request, createBelow(request, labels));
        } catch (EngineFailure e) {
            volumes.doubt();
            throw e;
        }
    }

    /// ECS: a user who is not root may write to the EBS volume of its task. A new docker volume is root's, or has the
    /// owner of the directory that the image has in its place.
    ///
    /// Where the image's files are read-only the engine does not do it, and the owner decides.
    private EngineContainer letWrite(ContainerRequest request, EngineContainer created) throws EngineFailure {
        if (created.status() == Status.CREATED) {
            for (String path : MountsBody.writtenByOthers(request)) {
                int name = path.lastIndexOf('/') + 1;
                http.call(
                        "PUT",
                        "/containers/" + created.id() + "/archive?path=" + encoded(path.substring(0, name)),
                        Tar.directory(path.substring(name), EVERYBODYS, clock.instant()),
                        Map.of("Content-Type", "application/x-tar"));
            }
        }
        return created;
    }

    private EngineContainer createBelow(ContainerRequest request, SequencedMap<String, String> labels)
            throws EngineFailure {
        ParentCgroup parent = request.parentCgroup();
        if (parent == null) {
            return create(request, labels, null);
        }
        labels.put(Labels.CGROUP, parent.name());
        cgroupUse.readLock().lock();
        try {
            return create(request, labels, parentCgroups().make(parent));
        } finally {
            cgroupUse.readLock().unlock();
        }
    }

    private EngineContainer create(
            ContainerRequest request, SequencedMap<String, String> labels, @Nullable String parentCgroup)
            throws EngineFailure {
        return create(
                request.name(),
                Bodies.container(request, labels, parentCgroup),
                new Made(request.imageId(), labels, request.ports()));
    }

    EngineContainer createPause(Interface eni, String network, String image, SequencedMap<String, String> extra)
            throws EngineFailure {
        SequencedMap<String, String> labels = new TreeMap<>(extra);
        labels.put(Labels.INSTALLATION, installation);
        return create(
                "berth-" + eni.id(),
                Bodies.pause(eni, network, image, labels, http.version()),
                new Made(image, labels, List.of()));
    }

    private ParentCgroups parentCgroups() throws EngineFailure {
        ParentCgroups cgroups = machine.cgroups();
        if (cgroups == null) {
            throw new EngineFailure(
                    EngineFault.Kind.REFUSED, "A task's limits cannot be set on a parent cgroup on this machine");
        }
        return cgroups;
    }

    /// What a new container will look like before it was ever inspected.
    private record Made(String image, SequencedMap<String, String> labels, List<PortBinding> ports) {}

    private EngineContainer create(String name, ObjectNode body, Made made) throws EngineFailure {
        Answer answer = http.post("/containers/create?name=" + encoded(name), body);
        if (answer.status() == 409 && answer.message().contains("is already in use")) {
            return adopt(name, made.labels(), answer);
        }
        requireOk(answer);
        String id = answer.json().path("Id").asText();
        ours.put(id, Own.of(made.labels()));
        fresh.add(id);
        return new EngineContainer(
                id,
                name,
                made.image(),
                made.labels(),
                Status.CREATED,
                clock.instant(),
                null,
                null,
                null,
                false,
                null,
                Health.UNKNOWN,
                made.ports(),
                0);
    }

    /// The name is taken: by the same container, made before an answer was lost or before Berth started anew, or by
    /// somebody else's. The image adds labels of its own, so that ours need only be among them.
    private EngineContainer adopt(String name, SequencedMap<String, String> labels, Answer conflict)
            throws EngineFailure {
        Answer answer = http.get("/containers/" + encoded(name) + "/json");
        requireOk(answer);
        EngineContainer container = Inspection.container(answer.json());
        if (!container.labels().entrySet().containsAll(labels.entrySet())) {
            throw new EngineFailure(EngineFault.Kind.REFUSED, conflict.message());
        }
        ours.put(container.id(), Own.of(labels));
        return container;
    }

    EngineContainer start(String engineId) throws EngineFailure {
        if (!fresh.remove(engineId)) {
            EngineContainer container = inspect(engineId);
            if (container.status() != Status.CREATED) {
                return container;
            }
        }
        requireOk(http.longCall("POST", "/containers/" + engineId + "/start", null, Map.of()));
        return inspect(engineId);
    }

    EngineContainer startAgain(String engineId, Instant ranAt) throws EngineFailure {
        EngineContainer container = inspect(engineId);
        if (container.status() != Status.EXITED || !ranAt.equals(container.startedAt())) {
            return container;
        }
        requireOk(http.longCall("POST", "/containers/" + engineId + "/start", null, Map.of()));
        return inspect(engineId);
    }

    EngineContainer stop(String engineId, Duration timeout) throws EngineFailure {
        requireOurs(engineId);
        long seconds = timeout.plusMillis(999).toSeconds();
        requireOk(http.longCall("POST", "/containers/" + engineId + "/stop?t=" + seconds, null, Map.of()));
        return inspect(engineId);
    }

    void remove(String engineId) throws EngineFailure {
        try {
            requireOurs(engineId);
        } catch (EngineFailure e) {
            if (e.is(EngineFault.Kind.NOT_FOUND)) {
                return;
            }
            throw e;
        }
        Answer answer = http.delete("/containers/" + engineId + "?force=1&v=1");
        boolean gone = answer.status() == 404
                || (answer.status() == 409 && answer.message().contains("already in progress"));
        if (!gone) {
            requireOk(answer);
        }
        fresh.remove(engineId);
        Own own = ours.remove(engineId);
        if (own != null) {
            volumes.remove(own.volumes());
            if (!own.cgroup().isEmpty()) {
                removeUnused(own.cgroup());
            }
        }
    }

    private void removeUnused(String cgroup) throws EngineFailure {
        ParentCgroups cgroups = machine.cgroups();
        cgroupUse.writeLock().lock();
        try {
            if (cgroups != null && !cgroupsInUse().contains(cgroup)) {
                cgroups.removeIfEmpty(cgroup);
            }
        } finally {
            cgroupUse.writeLock().unlock();
        }
    }

    private TreeSet<String> cgroupsInUse() {
        TreeSet<String> names = new TreeSet<>();
        ours.values().forEach(own -> names.add(own.cgroup()));
        return names;
    }

    /// Once, when it is known what runs: a crash may have left parents behind.
    private void sweepCgroups() throws EngineFailure {
        ParentCgroups cgroups = machine.cgroups();
        if (cgroups == null || swept.getAndSet(true)) {
            return;
        }
        cgroupUse.writeLock().lock();
        try {
            cgroups.removeAllBut(cgroupsInUse());
        } finally {
            cgroupUse.writeLock().unlock();
        }
    }

    EngineContainer inspect(String engineId) throws EngineFailure {
        Answer answer = http.get("/containers/" + engineId + "/json");
        requireOk(answer);
        EngineContainer container = Inspection.container(answer.json());
        if (!installation.equals(container.labels().get(Labels.INSTALLATION))) {
            throw new EngineFailure(EngineFault.Kind.NOT_FOUND, "No such container of this installation: " + engineId);
        }
        ours.put(container.id(), Own.of(container.labels()));
        return container;
    }

    private void requireOurs(String engineId) throws EngineFailure {
        if (!ours.containsKey(engineId)) {
            inspect(engineId);
        }
    }

    List<EngineContainer> list() throws EngineFailure {
        ObjectNode filter = Json.object();
        filter.set("label", Json.array(List.of(Labels.INSTALLATION + "=" + installation)));
        Answer answer = http.get("/containers/json?all=1&filters=" + encoded(filter.toString()));
        requireOk(answer);
        List<EngineContainer> containers = new ArrayList<>();
        for (JsonNode summary : answer.json()) {
            EngineContainer container = inspectOrNull(summary.path("Id").asText());
            if (container != null) {
                containers.add(container);
            }
        }
        sweepCgroups();
        volumes.sweep();
        return containers;
    }

    SortedMap<String, Long> diskUse() throws EngineFailure {
        Answer answer = http.longCall("GET", "/system/df?type=container&type=volume", null, Map.of());
        requireOk(answer);
        return DiskUse.of(answer.json(), installation);
    }

    /// A container may go between the list and its inspection.
    private @Nullable EngineContainer inspectOrNull(String engineId) throws EngineFailure {
        try {
            return inspect(engineId);
        } catch (EngineFailure e) {
            if (e.is(EngineFault.Kind.NOT_FOUND)) {
                return null;
            }
            throw e;
        }
    }

    private static void requireOk(Answer answer) throws EngineFailure {
        if (!answer.ok()) {
            throw new EngineFailure(EngineErrors.call(answer.status(), answer.message()));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
