package berth.agent.docker;

import berth.agent.engine.EngineFault;
import berth.agent.engine.Image;
import berth.agent.engine.PullPolicy;
import berth.kernel.host.RegistryCredentials;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Makes images available, as the pull policy says.
///
/// ECS: ECS_IMAGE_PULL_BEHAVIOR. Differs from ECS: with the default policy an image that exists only on this engine and
/// whose name has no registry host is used as it is, so that what was just built here runs at once and without a
/// registry.
final class Images {
    private final DockerHttp http;
    private final InstantSource clock;
    private final Set<String> pulledBefore = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<String, ReentrantLock> pulling = new ConcurrentHashMap<>();

    Images(DockerHttp http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    Image make(String image, PullPolicy policy, @Nullable RegistryCredentials credentials) throws EngineFailure {
        ImageName name = ImageName.parse(image);
        Image there = inspect(image, name, false);
        boolean use = switch (policy) {
            case DEFAULT -> there != null && there.digest() == null && !name.hasRegistry();
            case ALWAYS -> false;
            case ONCE -> there != null && pulledBefore.contains(image);
            case PREFER_CACHED -> there != null;
        };
        if (use && there != null) {
            return there;
        }
        try {
            return pulled(image, name, credentials);
        } catch (EngineFailure e) {
            if (policy == PullPolicy.DEFAULT && there != null) {
                return there;
            }
            throw e;
        }
    }

    /// One pull of a name at a time: the others wait and then find its layers there.
    private Image pulled(String image, ImageName name, @Nullable RegistryCredentials credentials) throws EngineFailure {
        ReentrantLock lock = pulling.computeIfAbsent(image, key -> new ReentrantLock());
        lock.lock();
        try {
            pull(name, credentials);
            pulledBefore.add(image);
            Image there = inspect(image, name, true);
            if (there == null) {
                throw new EngineFailure(
                        EngineFault.Kind.NOT_FOUND, "The image " + image + " was pulled and is gone again");
            }
            return there;
        } finally {
            lock.unlock();
        }
    }

    private void pull(ImageName name, @Nullable RegistryCredentials credentials) throws EngineFailure {
        String path = "/images/create?fromImage=" + encoded(name.repository()) + "&tag=" + encoded(name.reference());
        try (var response = http.open("POST", path, authorisation(name, credentials))) {
            try (InputStream body = response.getBody()) {
                if (response.getStatusCode() >= 400) {
                    var answer = new DockerHttp.Answer(response.getStatusCode(), body.readAllBytes());
                    throw new EngineFailure(EngineErrors.pull(answer.status(), answer.message()));
                }
                String error = lastError(body);
                if (error != null) {
                    throw new EngineFailure(EngineErrors.pull(200, error));
                }
            } catch (IOException e) {
                throw http.unreachable(e);
            }
        }
    }

    /// Progress is a stream of JSON objects, a line each; the one that ends it badly has an `error`.
    private static @Nullable String lastError(InputStream body) throws IOException {
        String error = null;
        for (String line :
                new String(body.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
            JsonNode json = Json.read(line.getBytes(StandardCharsets.UTF_8));
            String text = json.path("errorDetail")
                    .path("message")
                    .asText(json.path("error").asText(""));
            if (!text.isEmpty()) {
                error = text;
            }
        }
        return error;
    }

    private static Map<String, String> authorisation(ImageName name, @Nullable RegistryCredentials credentials) {
        if (credentials == null) {
            return Map.of();
        }
        Map<String, String> fields = new TreeMap<>();
        fields.put("username", credentials.username());
        fields.put("password", credentials.password());
        fields.put("serveraddress", name.serverAddress());
        byte[] json = Json.write(Json.object(fields));
        return Map.of("X-Registry-Auth", Base64.getUrlEncoder().encodeToString(json));
    }

    /// The image as the engine has it, or null.
    private @Nullable Image inspect(String image, ImageName name, boolean pulled) throws EngineFailure {
        DockerHttp.Answer answer = http.get("/images/" + pathEncoded(image) + "/json");
        if (answer.status() == 404) {
            return null;
        }
        if (!answer.ok()) {
            throw new EngineFailure(EngineErrors.pull(answer.status(), answer.message()));
        }
        JsonNode json = answer.json();
        return new Image(json.path("Id").asText(), digest(json, name), pulled, clock.instant());
    }

    /// The digest under which this repository holds the image; null for an image that never came from there.
    private static @Nullable String digest(JsonNode image, ImageName name) {
        for (JsonNode entry : image.path("RepoDigests")) {
            ImageName known = ImageName.parse(entry.asText());
            if (known.digest() != null && known.familiarRepository().equals(name.familiarRepository())) {
                return known.digest();
            }
        }
        return null;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String pathEncoded(String text) {
        return encoded(text).replace("%2F", "/").replace("%3A", ":").replace("%40", "@");
    }
}
