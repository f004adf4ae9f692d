package berth.agent.docker;

import static berth.agent.docker.Calls.done;
import static berth.agent.docker.Calls.failed;
import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.EngineFault;
import berth.agent.engine.EngineFault.Kind;
import berth.agent.engine.Image;
import berth.agent.engine.PullPolicy;
import berth.agent.engine.Reply;
import berth.kernel.host.RegistryCredentials;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pulls from a real registry that wants a password.
@Tag("docker")
class RegistryTest {
    private final DockerEngine engine =
            new DockerEngine(TestEngine.address(), TestEngine.newInstallation(), InstantSource.system());
    private final DockerHttp http = new DockerHttp(TestEngine.address());

    @SuppressWarnings("NullAway.Init") // before each test
    private TestRegistry registry;

    @SuppressWarnings("NullAway.Init") // before each test
    private String repository;

    @SuppressWarnings("NullAway.Init") // before each test
    private String digest;

    @BeforeEach
    void pushAnImage(@TempDir Path folder) throws Exception {
        TestEngine.requireImages();
        registry = TestRegistry.start(folder);
        repository = registry.repository("tiny");
        digest = registry.push(http, "busybox", repository, "1");
    }

    @AfterEach
    void removeIt() throws Exception {
        registry.close();
        engine.close();
        http.delete("/images/" + repository + ":1");
        http.delete("/images/" + repository + "@" + digest);
        http.close();
    }

    @Test
    void theRightPasswordPullsAndTheDigestIsKnown() {
        Image image = done(pull(":1", PullPolicy.DEFAULT, TestRegistry.CREDENTIALS));
        assertThat(image.pulled()).isTrue();
        assertThat(image.digest()).isEqualTo(digest);
        assertThat(image.id()).isEqualTo(TestEngine.docker("inspect", "-f", "{{.Id}}", "busybox:latest"));
    }

    @Test
    void aDigestIsPulled() {
        Image image = done(pull("@" + digest, PullPolicy.DEFAULT, TestRegistry.CREDENTIALS));
        assertThat(image.digest()).isEqualTo(digest);
    }

    @Test
    void aTagThatIsMissingIsNotFound() {
        EngineFault fault = failed(pull(":2", PullPolicy.DEFAULT, TestRegistry.CREDENTIALS));
        assertThat(fault.kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(fault.message()).contains("manifest unknown");
    }

    @Test
    void aWrongPasswordIsUnauthorizedAndNotRepeated() {
        EngineFault fault = failed(pull(":1", PullPolicy.DEFAULT, new RegistryCredentials("berth", "wrong-password")));
        assertThat(fault.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(fault.message()).contains("unauthorized").doesNotContain("wrong-password");
    }

    @Test
    void noPasswordIsUnauthorized() {
        EngineFault fault = failed(pull(":1", PullPolicy.DEFAULT, null));
        assertThat(fault.kind()).isEqualTo(Kind.UNAUTHORIZED);
        assertThat(fault.message()).contains("no basic auth credentials");
    }

    @Test
    void aRegistryThatIsAwayIsUnavailable() {
        registry.close();
        EngineFault fault = failed(pull(":1", PullPolicy.DEFAULT, TestRegistry.CREDENTIALS));
        assertThat(fault.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(fault.message()).contains("connection refused");
    }

    @Test
    void theDefaultFallsBackToTheCacheAndAlwaysDoesNot() {
        Image pulled = done(pull(":1", PullPolicy.DEFAULT, TestRegistry.CREDENTIALS));
        registry.close();
        Image cached = done(pull(":1", PullPolicy.DEFAULT, TestRegistry.CREDENTIALS));
        assertThat(cached.id()).isEqualTo(pulled.id());
        assertThat(cached.digest()).isEqualTo(digest);
        assertThat(cached.pulled()).isFalse();
        assertThat(failed(pull(":1", PullPolicy.ALWAYS, TestRegistry.CREDENTIALS))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void onceAsksOnceAndPreferCachedNotAtAll() {
        assertThat(done(pull(":1", PullPolicy.PREFER_CACHED, TestRegistry.CREDENTIALS))
                        .pulled())
                .isTrue();
        DockerEngine restarted =
                new DockerEngine(TestEngine.address(), TestEngine.newInstallation(), InstantSource.system());
        Image again =
                done(reply -> restarted.pull(repository + ":1", PullPolicy.ONCE, TestRegistry.CREDENTIALS, reply));
        assertThat(again.pulled()).as("another agent did not pull it before").isTrue();
        restarted.close();
        registry.close();
        assertThat(done(pull(":1", PullPolicy.ONCE, TestRegistry.CREDENTIALS)).pulled())
                .isFalse();
        assertThat(done(pull(":1", PullPolicy.PREFER_CACHED, TestRegistry.CREDENTIALS))
                        .pulled())
                .isFalse();
    }

    private Consumer<Consumer<Reply<Image>>> pull(
            String reference, PullPolicy policy, @Nullable RegistryCredentials credentials) {
        return reply -> engine.pull(repository + reference, policy, credentials, reply);
    }
}
