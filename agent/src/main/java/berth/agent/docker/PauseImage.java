package berth.agent.docker;

import berth.agent.engine.EngineFault;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// The image of pause containers: [PauseProgram] and nothing else, made on the spot and loaded into the engine.
final class PauseImage {
    static final String NAME = "berth-pause:1";
    private static final String LABEL = "berth.pause";

    private PauseImage() {}

    /// Makes sure that the engine has it.
    static void ensure(DockerHttp http) throws EngineFailure {
        DockerHttp.Answer there = http.get("/images/" + NAME + "/json");
        if (there.ok() && there.json().path("Config").path("Labels").has(LABEL)) {
            return;
        }
        String machine = http.get("/info").json().path("Architecture").asText();
        String architecture = machine.equals("aarch64") ? "arm64" : machine;
        if (!architecture.equals("x86_64") && !architecture.equals("arm64")) {
            throw new EngineFailure(
                    EngineFault.Kind.REFUSED,
                    "awsvpc tasks need a pause container, and Berth has none for the architecture " + machine);
        }
        DockerHttp.Answer loaded = http.longCall(
                "POST", "/images/load?quiet=1", tar(architecture), Map.of("Content-Type", "application/x-tar"));
        if (!loaded.ok() || loaded.message().contains("\"error\"")) {
            throw new EngineFailure(
                    EngineFault.Kind.REFUSED, "The engine did not take the pause image: " + loaded.message());
        }
    }

    /// The image in the form of `docker load`: one layer, its configuration, a manifest.
    static byte[] tar(String architecture) {
        byte[] layer = Tar.of(Map.of("pause", PauseProgram.elf(architecture)), List.of("pause"));
        byte[] config = Json.write(config(architecture, sha256(layer)));
        String configName = sha256(config) + ".json";
        ArrayNode manifest = JsonNodeFactory.instance.arrayNode();
        ObjectNode entry = manifest.addObject().put("Config", configName);
        entry.set("RepoTags", Json.array(List.of(NAME)));
        entry.set("Layers", Json.array(List.of("layer.tar")));
        return Tar.of(
                Map.of(configName, config, "layer.tar", layer, "manifest.json", Json.write(manifest)),
                List.of(configName, "layer.tar", "manifest.json"));
    }

    private static ObjectNode config(String architecture, String layerDigest) {
        ObjectNode image = Json.object();
        image.put("architecture", architecture.equals("x86_64") ? "amd64" : architecture);
        image.put("os", "linux");
        image.put("created", "1970-01-01T00:00:00Z");
        ObjectNode config = image.putObject("config");
        config.set("Entrypoint", Json.array(List.of("/pause")));
        config.put("StopSignal", "SIGKILL");
        config.putObject("Labels").put(LABEL, "1");
        ObjectNode rootfs = image.putObject("rootfs").put("type", "layers");
        rootfs.set("diff_ids", Json.array(List.of("sha256:" + layerDigest)));
        return image;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
