package berth.agent.docker;

import berth.agent.engine.EngineFacts;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What the engine and its machine are, asked once.
final class Machine {
    private final DockerHttp http;
    private final DockerAddress address;
    private final String installation;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Known known;

    private record Known(EngineFacts facts, @Nullable ParentCgroups cgroups) {}

    Machine(DockerHttp http, DockerAddress address, String installation) {
        this.http = http;
        this.address = address;
        this.installation = installation;
    }

    EngineFacts facts() throws EngineFailure {
        return known().facts();
    }

    /// Null where a task's limits cannot be set on a parent cgroup.
    @Nullable
    ParentCgroups cgroups() throws EngineFailure {
        return known().cgroups();
    }

    private Known known() throws EngineFailure {
        Known there = known;
        if (there != null) {
            return there;
        }
        asking.lock();
        try {
            there = known;
            if (there == null) {
                there = ask();
                known = there;
            }
            return there;
        } finally {
            asking.unlock();
        }
    }

    private Known ask() throws EngineFailure {
        DockerHttp.Answer answer = http.get("/info");
        if (!answer.ok()) {
            throw new EngineFailure(EngineErrors.call(answer.status(), answer.message()));
        }
        JsonNode info = answer.json();
        boolean local = "unix".equals(address.host().getScheme());
        ParentCgroups cgroups = local ? ParentCgroups.probe(info, installation) : null;
        String machine = info.path("Architecture").asText();
        EngineFacts facts = new EngineFacts(
                info.path("ServerVersion").asText(),
                http.version().toString(),
                machine.equals("aarch64") ? "arm64" : machine,
                info.path("NCPU").asInt(),
                (int) (info.path("MemTotal").asLong() >> 20),
                cgroups != null,
                bridgeIsHere(info));
        return new Known(facts, cgroups);
    }

    /// Containers' addresses can be reached when the engine's bridges are devices of this machine. The default bridge
    /// tells; an engine without one is judged by its name.
    private boolean bridgeIsHere(JsonNode info) throws EngineFailure {
        DockerHttp.Answer bridge = http.get("/networks/bridge");
        String gateway = bridge.json()
                .path("IPAM")
                .path("Config")
                .path(0)
                .path("Gateway")
                .asText("");
        if (!bridge.ok() || gateway.isEmpty()) {
            return "unix".equals(address.host().getScheme())
                    && !info.path("OperatingSystem").asText().contains("Desktop")
                    && System.getProperty("os.name", "").equals("Linux");
        }
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(local -> local.getHostAddress().equals(gateway));
        } catch (SocketException e) {
            return false;
        }
    }
}
