package berth.agent.docker;

import berth.agent.engine.EngineFault;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/// The docker networks of an installation: one a VPC, and one for the metadata endpoint's address.
///
/// A network a VPC and not a subnet: the engine drops what goes between two of its bridges, and subnets of a VPC see
/// each other.
final class Networks {
    private final DockerHttp http;
    private final String installation;
    private final Supplier<HostRoutes> hostRoutes;
    private final ReentrantLock making = new ReentrantLock();
    private final Map<String, String> known = new TreeMap<>();

    Networks(DockerHttp http, String installation, Supplier<HostRoutes> hostRoutes) {
        this.http = http;
        this.installation = installation;
        this.hostRoutes = hostRoutes;
    }

    /// The name of the VPC's network, which is made when it is missing. The answer is remembered.
    String vpc(String vpcId, String range, String gateway) throws EngineFailure {
        making.lock();
        try {
            String name = known.get(vpcId);
            if (name == null) {
                name = findOrMake(vpcId, range, gateway);
                known.put(vpcId, name);
            }
            return name;
        } finally {
            making.unlock();
        }
    }

    /// The engine said that the network is gone: look again next time.
    void forget(String vpcId) {
        making.lock();
        try {
            known.remove(vpcId);
        } finally {
            making.unlock();
        }
    }

    private String findOrMake(String vpcId, String range, String gateway) throws EngineFailure {
        for (JsonNode network : list(Labels.VPC + "=" + vpcId)) {
            JsonNode config = network.path("IPAM").path("Config").path(0);
            if (config.path("Subnet").asText().equals(range)) {
                return network.path("Name").asText();
            }
            throw new EngineFailure(
                    EngineFault.Kind.REFUSED,
                    "The docker network " + network.path("Name").asText() + " of " + vpcId + " has the range "
                            + config.path("Subnet").asText() + " and not " + range + "; remove it: docker network rm "
                            + network.path("Name").asText());
        }
        refuseOverlap(vpcId, range);
        String name = "berth-" + installation + "-" + vpcId;
        Map<String, String> options = new LinkedHashMap<>();
        options.put("com.docker.network.bridge.name", bridgeName(vpcId));
        options.put("com.docker.network.bridge.enable_icc", "true");
        make(name, range, gateway, options, labels(Labels.VPC, vpcId));
        return name;
    }

    private void refuseOverlap(String vpcId, String range) throws EngineFailure {
        Optional<HostRoutes.Route> route = hostRoutes.get().overlapping(range);
        if (route.isPresent()) {
            throw new EngineFailure(
                    EngineFault.Kind.REFUSED,
                    "The range " + range + " of " + vpcId + " overlaps with this machine's route " + route.get()
                            + "; give the VPC another range, or remove the route");
        }
    }

    private void make(
            String name, String range, String gateway, Map<String, String> options, SequencedMap<String, String> labels)
            throws EngineFailure {
        DockerHttp.Answer answer = http.post("/networks/create", Bodies.network(name, range, gateway, options, labels));
        if (!answer.ok()) {
            String hint = answer.message().contains("overlaps with other one")
                    ? " (another docker network has " + range + ": docker network ls; give the VPC another range)"
                    : "";
            throw new EngineFailure(EngineFault.Kind.REFUSED, answer.message() + hint);
        }
    }

    /// The address of the metadata endpoint on this machine, which a bridge of its own carries: the first free of
    /// 169.254.170.2, 169.254.171.2 and so on. Containers reach it through their own gateway and are not attached.
    ///
    /// Only one network can have 169.254.170.2: a second installation on the same engine gets the next address. The
    /// metadata address reaches a task by an environment variable, so that any address serves.
    String metadataAddress() throws EngineFailure {
        making.lock();
        try {
            for (JsonNode network : list(Labels.METADATA)) {
                return network.path("IPAM")
                        .path("Config")
                        .path(0)
                        .path("Gateway")
                        .asText();
            }
            return makeMetadataNetwork();
        } finally {
            making.unlock();
        }
    }

    private String makeMetadataNetwork() throws EngineFailure {
        for (int third = 170; third < 180; third++) {
            String range = "169.254." + third + ".0/24";
            if (hostRoutes
                    .get()
                    .overlapping(range)
                    .filter(route -> !route.range().equals("169.254.0.0/16"))
                    .isPresent()) {
                continue;
            }
            Map<String, String> options = new LinkedHashMap<>();
            options.put("com.docker.network.bridge.name", bridgeName("metadata"));
            options.put("com.docker.network.bridge.enable_ip_masquerade", "false");
            String gateway = "169.254." + third + ".2";
            try {
                make("berth-" + installation + "-metadata", range, gateway, options, labels(Labels.METADATA, gateway));
                return gateway;
            } catch (EngineFailure e) {
                if (!e.fault().message().contains("overlaps with other one")) {
                    throw e;
                }
            }
        }
        throw new EngineFailure(
                EngineFault.Kind.REFUSED,
                "No range from 169.254.170.0/24 to 169.254.179.0/24 is free for the metadata endpoint");
    }

    /// Removes the networks of this installation that no container uses any more.
    void removeUnused() throws EngineFailure {
        making.lock();
        try {
            known.clear();
            for (JsonNode network : list(Labels.INSTALLATION + "=" + installation)) {
                DockerHttp.Answer answer =
                        http.delete("/networks/" + network.path("Id").asText());
                if (!answer.ok() && answer.status() != 404 && answer.status() != 403) {
                    throw new EngineFailure(EngineErrors.call(answer.status(), answer.message()));
                }
            }
        } finally {
            making.unlock();
        }
    }

    private Iterable<JsonNode> list(String label) throws EngineFailure {
        var filters = Json.object();
        filters.set("label", Json.array(List.of(Labels.INSTALLATION + "=" + installation, label)));
        String query = URLEncoder.encode(filters.toString(), StandardCharsets.UTF_8);
        DockerHttp.Answer answer = http.get("/networks?filters=" + query);
        if (!answer.ok()) {
            throw new EngineFailure(EngineErrors.call(answer.status(), answer.message()));
        }
        return answer.json();
    }

    private SequencedMap<String, String> labels(String key, String value) {
        SequencedMap<String, String> labels = new TreeMap<>();
        labels.put(Labels.INSTALLATION, installation);
        labels.put(key, value);
        return labels;
    }

    /// A device name has 15 characters: `berth-` and a checksum of what it is for.
    private String bridgeName(String purpose) {
        CRC32 checksum = new CRC32();
        checksum.update((installation + "/" + purpose).getBytes(StandardCharsets.UTF_8));
        return String.format("berth-%08x", checksum.getValue());
    }
}
