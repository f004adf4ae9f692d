package berth.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import berth.kernel.host.RegistryCredentials;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryLoginsTest {
    @TempDir
    Path directory;

    @Test
    void aLoginIsFoundByTheRegistryOfTheImage() throws Exception {
        String auth = Base64.getEncoder().encodeToString("me:pass:word".getBytes(StandardCharsets.UTF_8));
        RegistryLogins logins = logins("""
                {"auths": {"127.0.0.1:5000": {"auth": "%s"},
                           "https://index.docker.io/v1/": {"username": "hub", "password": "secret"}}}
                """.formatted(auth));

        assertThat(logins.apply("127.0.0.1:5000/team/app:1")).isEqualTo(new RegistryCredentials("me", "pass:word"));
        assertThat(logins.apply("nginx")).isEqualTo(new RegistryCredentials("hub", "secret"));
        assertThat(logins.apply("team/app")).isEqualTo(new RegistryCredentials("hub", "secret"));
        assertThat(logins.apply("registry.example/app")).isNull();
    }

    @Test
    void aMissingOrBrokenFileMeansNoLogin() throws Exception {
        assertThat(new RegistryLogins(directory.resolve("none")).apply("nginx")).isNull();
        assertThat(logins("{ this is no JSON").apply("nginx")).isNull();
        assertThat(logins("{\"auths\": {\"docker.io\": {\"auth\": \"%%%\"}}}").apply("nginx"))
                .isNull();
    }

    private RegistryLogins logins(String json) throws Exception {
        return new RegistryLogins(Files.writeString(directory.resolve("config.json"), json));
    }
}
