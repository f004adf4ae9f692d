package berth.server.config;

import berth.kernel.host.RegistryCredentials;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The user names and passwords of Docker's config.json, as `docker login` leaves them under `auths`. The file is read
/// for each pull, so that a new login counts at once.
///
/// Differs from ECS: there the agent's own configuration, or the task definition's repositoryCredentials, hold them.
/// Credential helpers (`credsStore`) are programs of the user's; they are not run.
public final class RegistryLogins implements Function<String, @Nullable RegistryCredentials> {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryLogins.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String HUB = "docker.io";
    private static final String HUB_IN_FILE = "https://index.docker.io/v1/";

    private final Path file;

    public RegistryLogins(Path file) {
        this.file = file;
    }

    /// The login for the registry of an image, or null.
    @Override
    public @Nullable RegistryCredentials apply(String image) {
        if (!Files.isReadable(file)) {
            return null;
        }
        try {
            JsonNode auths = JSON.readTree(file.toFile()).path("auths");
            String registry = registry(image);
            for (String key : registry.equals(HUB)
                    ? new String[] {HUB_IN_FILE, HUB, "index.docker.io"}
                    : new String[] {registry, "https://" + registry, "http://" + registry}) {
                RegistryCredentials found = credentials(auths.path(key));
                if (found != null) {
                    return found;
                }
            }
            return null;
        } catch (IOException | IllegalArgumentException e) {
            // The message of a parser may quote the file.
            LOG.warn(
                    "{} can't be read ({}); images are pulled without a login.",
                    file,
                    e.getClass().getSimpleName());
            return null;
        }
    }

    /// The host that an image's name begins with: it has a dot or a port, or is localhost.
    static String registry(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return !host || first.equals("index.docker.io") ? HUB : first;
    }

    private static @Nullable RegistryCredentials credentials(JsonNode entry) {
        String auth = entry.path("auth").asText("");
        if (!auth.isEmpty()) {
            String decoded = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            if (colon > 0) {
                return new RegistryCredentials(decoded.substring(0, colon), decoded.substring(colon + 1));
            }
        }
        String user = entry.path("username").asText("");
        return user.isEmpty()
                ? null
                : new RegistryCredentials(user, entry.path("password").asText(""));
    }
}
