package berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.agent.engine.EngineFault.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the engine says and how names and versions are read.
class EngineWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500|driver failed programming external connectivity on endpoint x: Bind for 127.0.0.1:18080 failed: port is already allocated|PORT_TAKEN",
                "500|driver failed: Error starting userland proxy: listen tcp4 127.0.0.1:80: bind: address already in use|PORT_TAKEN",
                "500|failed to set up container networking: failed to bind host port for 127.0.0.1:80:10.1.0.2:80/tcp: address already in use|PORT_TAKEN",
                "403|Address already in use|ADDRESS_TAKEN",
                "500|failed to set up container networking: Address already in use|ADDRESS_TAKEN",
                "404|No such container: abc|NOT_FOUND",
                "404|No such image: sha256:0|NOT_FOUND",
                "404|OCI runtime create failed: exec: \"x\": stat x: no such file or directory: unknown|REFUSED",
                "400|Minimum memory limit allowed is 6MB|REFUSED",
                "500|OCI runtime create failed: operation not permitted|REFUSED",
                "503|shutting down|UNAVAILABLE",
            })
    void callsFailInKinds(int status, String message, Kind kind) {
        assertThat(EngineErrors.call(status, message).kind()).isEqualTo(kind);
        assertThat(EngineErrors.call(status, message).message()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404|pull access denied for nope, repository does not exist or may require 'docker login'|UNAUTHORIZED",
                "500|Get \"http://127.0.0.1:5000/v2/x/manifests/1\": no basic auth credentials|UNAUTHORIZED",
                "500|unauthorized: authentication required|UNAUTHORIZED",
                "404|manifest for 127.0.0.1:5000/x:2 not found: manifest unknown: manifest unknown|NOT_FOUND",
                "500|Get \"https://registry-1.docker.io/v2/\": dial tcp: lookup registry-1.docker.io: no such host|UNAVAILABLE",
                "500|dial tcp 127.0.0.1:1: connect: connection refused|UNAVAILABLE",
                "500|toomanyrequests: You have reached your pull rate limit.|UNAVAILABLE",
                "200|write /var/lib/x: no space left on device|UNAVAILABLE",
                "400|invalid reference format|REFUSED",
                "200|no matching manifest for linux/arm64/v8 in the manifest list entries|REFUSED",
            })
    void pullsFailInKinds(int status, String message, Kind kind) {
        assertThat(EngineErrors.pull(status, message).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"1.12,1.41,1.41", "1.24,1.43,1.43", "1.24,1.50,1.44", "1.44,1.52,1.44", "1.52,1.60,1.52"})
    void theVersionIsTheNewestThatBothKnow(String least, String most, String expected) {
        assertThat(ApiVersion.negotiate(ApiVersion.parse(least), ApiVersion.parse(most)))
                .hasToString(expected);
    }

    @Test
    void anEngineThatIsTooOldIsRefusedByVersion() {
        ApiVersion old = ApiVersion.parse("1.40");
        assertThatThrownBy(() -> ApiVersion.negotiate(ApiVersion.parse("1.12"), old))
                .hasMessageContaining("1.40")
                .hasMessageContaining("1.41");
    }

    @ParameterizedTest
    @CsvSource({
        "nginx,false,nginx,latest,https://index.docker.io/v1/",
        "nginx:1.25,false,nginx,1.25,https://index.docker.io/v1/",
        "docker.io/library/nginx,true,nginx,latest,docker.io",
        "team/app:v1,false,team/app,v1,https://index.docker.io/v1/",
        "localhost/app,true,localhost/app,latest,localhost",
        "127.0.0.1:5000/a/b,true,127.0.0.1:5000/a/b,latest,127.0.0.1:5000",
        "127.0.0.1:5000/a/b:2@sha256:ab,true,127.0.0.1:5000/a/b,sha256:ab,127.0.0.1:5000",
        "nginx@sha256:ab,false,nginx,sha256:ab,https://index.docker.io/v1/",
    })
    void namesAreTakenApart(String name, boolean registry, String repository, String reference, String server) {
        ImageName image = ImageName.parse(name);
        assertThat(image.hasRegistry()).isEqualTo(registry);
        assertThat(image.familiarRepository()).isEqualTo(repository);
        assertThat(image.reference()).isEqualTo(reference);
        assertThat(image.serverAddress()).isEqualTo(server);
    }
}
