package berth.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.agent.engine.PullPolicy;
import berth.kernel.Account;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTest {
    private static final Map<String, String> HOME = Map.of("HOME", "/home/somebody");

    /// These names are in people's scripts.
    @Test
    void theNamesOfOptionsAndVariablesStay() {
        assertThat(Arrays.stream(Setting.values()).map(setting -> setting.option() + ' ' + setting.variable()))
                .containsExactly(
                        "--port BERTH_PORT",
                        "--data BERTH_DATA",
                        "--engine BERTH_ENGINE",
                        "--account BERTH_ACCOUNT",
                        "--region BERTH_REGION",
                        "--strict BERTH_STRICT",
                        "--dev-credentials BERTH_DEV_CREDENTIALS",
                        "--pull BERTH_PULL",
                        "--image-map BERTH_IMAGE_MAP",
                        "--docker-config BERTH_DOCKER_CONFIG",
                        "--s3-directory BERTH_S3_DIRECTORY",
                        "--publish-address BERTH_PUBLISH_ADDRESS",
                        "--advertise BERTH_ADVERTISE",
                        "--zone BERTH_ZONE",
                        "--fence BERTH_FENCE",
                        "--healthy-after BERTH_HEALTHY_AFTER",
                        "--resync-interval BERTH_RESYNC_INTERVAL",
                        "--deployment-minute BERTH_DEPLOYMENT_MINUTE",
                        "--warm-pauses BERTH_WARM_PAUSES",
                        "--reserved-memory BERTH_RESERVED_MEMORY",
                        "--task-cleanup-wait BERTH_TASK_CLEANUP_WAIT",
                        "--log-disk BERTH_LOG_DISK",
                        "--log-level BERTH_LOG_LEVEL",
                        "--listen BERTH_LISTEN",
                        "--tls-certificate BERTH_TLS_CERTIFICATE",
                        "--tls-key BERTH_TLS_KEY",
                        "--insecure BERTH_INSECURE",
                        "--join BERTH_JOIN",
                        "--key BERTH_KEY",
                        "--tls-ca BERTH_TLS_CA");
    }

    @Test
    void theDefaultsStay() throws Exception {
        assertThat(Config.of(Map.of(), HOME))
                .isEqualTo(new Config(
                        4566,
                        Path.of("/home/somebody/.local/share/berth"),
                        null,
                        new Account("000000000000", "us-east-1"),
                        false,
                        false,
                        PullPolicy.DEFAULT,
                        new LinkedHashMap<>(),
                        Path.of("/home/somebody/.docker/config.json"),
                        null,
                        InetAddress.getLoopbackAddress(),
                        null,
                        null,
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(1),
                        3,
                        0,
                        Duration.ofMinutes(10),
                        4096,
                        "info",
                        InetAddress.getLoopbackAddress(),
                        null,
                        null));
    }

    @Test
    void strictWaitsAsLongAsEcsUnlessToldOtherwise() throws Exception {
        assertThat(of("--strict", "true").healthyAfter()).isEqualTo(Duration.ofSeconds(40));
        assertThat(of("--strict", "true", "--healthy-after", "1m30s").healthyAfter())
                .isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void theFenceHasALeastLengthOrNoEnd() throws Exception {
        assertThat(of("--fence", "0s").fence()).isZero();
        assertThat(of("--fence", "10s").fence()).isEqualTo(Duration.ofSeconds(10));
        assertThatThrownBy(() -> of("--fence", "9s")).hasMessageContaining("--fence needs at least 10s, or 0s");
    }

    @Test
    void aZoneIsOneOfARegion() throws Exception {
        assertThat(of("--zone", "us-east-1b").zone()).isEqualTo("us-east-1b");
        assertThatThrownBy(() -> of("--zone", "rack7")).hasMessageContaining("--zone needs the name of a zone");
    }

    @Test
    void anOptionWinsOverItsVariable() throws Exception {
        Map<String, String> environment =
                Map.of("HOME", "/h", "BERTH_PORT", "5000", "BERTH_REGION", "eu-west-1", "BERTH_STRICT", "1");

        Config config = Config.of(Map.of(Setting.PORT, List.of("6000")), environment);

        assertThat(config.port()).isEqualTo(6000);
        assertThat(config.account().region()).isEqualTo("eu-west-1");
        assertThat(config.strict()).isTrue();
    }

    @Test
    void allProblemsAreReportedAtOnceWithWhatToDo() {
        Map<Setting, List<String>> options = options(
                "--port",
                "70000",
                "--account",
                "12",
                "--pull",
                "sometimes",
                "--healthy-after",
                "soon",
                "--image-map",
                "nginx",
                "--engine",
                "docker",
                "--log-level",
                "loud",
                "--listen",
                "0.0.0.0");

        assertThatThrownBy(() -> Config.of(options, Map.of("BERTH_REGION", "moon")))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        failure -> assertThat(failure.problems())
                                .hasSize(9)
                                .anyMatch(text -> text.contains("--port needs a number from 0 to 65535, not '70000'"))
                                .anyMatch(text -> text.contains("--account needs twelve digits"))
                                .anyMatch(text -> text.contains("--pull needs default, always, once or prefer-cached"))
                                .anyMatch(text -> text.contains("--healthy-after needs a time such as 500ms"))
                                .anyMatch(text -> text.contains("--image-map needs FROM=TO"))
                                .anyMatch(text -> text.contains("--engine needs a URL"))
                                .anyMatch(text -> text.contains("--log-level needs error, warn, info or debug"))
                                .anyMatch(text -> text.contains("BERTH_REGION needs the name of a region"))
                                .anyMatch(text -> text.contains("--listen 0.0.0.0 lets other machines call Berth")
                                        && text.contains("--insecure")));
    }

    @Test
    void anotherAddressNeedsTlsOrAnExplicitWord() throws Exception {
        assertThat(of("--listen", "0.0.0.0", "--insecure", "true").listen().getHostAddress())
                .isEqualTo("0.0.0.0");
        assertThat(of("--listen", "127.0.0.2").listen().getHostAddress()).isEqualTo("127.0.0.2");
        assertThatThrownBy(() -> of("--listen", "0.0.0.0", "--insecure", "true", "--dev-credentials", "true"))
                .hasMessageContaining("--dev-credentials admits a key that everybody knows");
    }

    @Test
    void imageMapsComeFromOptionsOrTheVariable() throws Exception {
        Config repeated = Config.of(Map.of(Setting.IMAGE_MAP, List.of("a=b", "c=d:1")), HOME);
        Config variable = Config.of(Map.of(), Map.of("HOME", "/h", "BERTH_IMAGE_MAP", "a=b, c=d:1"));

        assertThat(repeated.imageMap()).containsExactly(Map.entry("a", "b"), Map.entry("c", "d:1"));
        assertThat(variable.imageMap()).isEqualTo(repeated.imageMap());
    }

    private static Config of(String... options) throws ConfigException {
        return Config.of(options(options), HOME);
    }

    private static Map<Setting, List<String>> options(String... options) {
        Map<Setting, List<String>> given = new EnumMap<>(Setting.class);
        for (int i = 0; i < options.length; i += 2) {
            String name = options[i];
            Setting setting = Arrays.stream(Setting.values())
                    .filter(one -> one.option().equals(name))
                    .findFirst()
                    .orElseThrow();
            given.put(setting, List.of(options[i + 1]));
        }
        return given;
    }
}
