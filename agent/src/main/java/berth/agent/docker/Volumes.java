package berth.agent.docker;

import berth.agent.docker.DockerHttp.Answer;
import berth.agent.engine.EngineFault;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// The docker volumes of tasks. The engine makes them with a container, and keeps one as long as a container mounts it,
/// running or not: asking to remove one that is in use is harmless.
final class Volumes {
    private final DockerHttp http;
    private final String installation;
    /// Whether one may be left that no container mounts: at the beginning, after a crash, and after a failure.
    private final AtomicBoolean doubt = new AtomicBoolean(true);

    Volumes(DockerHttp http, String installation) {
        this.http = http;
        this.installation = installation;
    }

    /// @throws EngineFailure REFUSED if one of them does not exist
    void require(Set<String> names) throws EngineFailure {
        for (String name : names) {
            Answer answer = http.get("/volumes/" + encoded(name));
            if (answer.status() == 404) {
                throw new EngineFailure(
                        EngineFault.Kind.REFUSED,
                        "The docker volume " + name
                                + " does not exist, and the task definition does not say autoprovision; make it: docker volume create "
                                + name);
            }
            if (!answer.ok()) {
                throw new EngineFailure(EngineErrors.call(answer.status(), answer.message()));
            }
        }
    }

    /// A container that was to mount volumes of its task could not be made.
    void doubt() {
        doubt.set(true);
    }

    /// Removes those of the names that nothing mounts any more.
    void remove(Iterable<String> names) {
        for (String name : names) {
            try {
                if (!isOfTask(name)) {
                    continue;
                }
                Answer answer = http.delete("/volumes/" + encoded(name));
                if (!answer.ok() && answer.status() != 404 && answer.status() != 409) {
                    doubt.set(true);
                }
            } catch (EngineFailure e) {
                doubt.set(true);
            }
        }
    }

    /// A container's labels may come from its image: the volume itself must say that it is a task's of this
    /// installation.
    private boolean isOfTask(String name) throws EngineFailure {
        JsonNode labels = http.get("/volumes/" + encoded(name)).json().path("Labels");
        return labels.path(Labels.INSTALLATION).asText().equals(installation) && labels.has(Labels.TASK_VOLUME);
    }

    /// Removes the tasks' volumes that no container mounts, where there may be some. To be called while none is
    /// about to be made, or when it is no matter: one that is missing is made again.
    void sweep() throws EngineFailure {
        if (!doubt.getAndSet(false)) {
            return;
        }
        ObjectNode filter = Json.object();
        filter.set("label", Json.array(List.of(Labels.INSTALLATION + "=" + installation, Labels.TASK_VOLUME)));
        filter.set("dangling", Json.array(List.of("true")));
        Answer answer = http.get("/volumes?filters=" + encoded(filter.toString()));
        if (!answer.ok()) {
            doubt.set(true);
            throw new EngineFailure(EngineErrors.call(answer.status(), answer.message()));
        }
        for (JsonNode volume : answer.json().path("Volumes")) {
            remove(List.of(volume.path("Name").asText()));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
