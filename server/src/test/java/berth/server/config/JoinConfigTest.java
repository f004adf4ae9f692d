package berth.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.server.channel.JoinKey;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinConfigTest {
    @TempDir
    Path folder;

    private final JoinKey key = JoinKey.random("rack-2", new SecureRandom());

    @Test
    void aHostJoinsByAUrlAndAKeyFile() throws Exception {
        JoinConfig config = of("https://berth.example:4566", key.text() + "\n", false);
        assertThat(config.control()).isEqualTo(URI.create("https://berth.example:4566"));
        assertThat(config.key()).isEqualTo(key);
        assertThat(config.authority()).isNull();
    }

    @Test
    void withoutTlsAKeyGoesToLoopbackOnlyUnlessThatIsSaidToBeMeant() throws Exception {
        assertThat(of("http://127.0.0.1:4566", key.text(), false).control().getPort())
                .isEqualTo(4566);
        assertThatThrownBy(() -> of("http://10.0.0.1:4566", key.text(), false))
                .hasMessageContaining("Give https, or say --insecure");
        assertThat(of("http://10.0.0.1:4566", key.text(), true).control().getHost())
                .isEqualTo("10.0.0.1");
    }

    @Test
    void whatIsWrongWithAKeyIsSaidWithoutTheKey() {
        assertThatThrownBy(() -> of("https://berth:1", "berth-host-key:x:secret", false))
                .hasMessageContaining("holds no key as ./berth host add prints it")
                .hasMessageNotContaining("secret");
    }

    @Test
    void bothAreAskedForAtOnce() {
        assertThatThrownBy(() -> JoinConfig.of(Map.of(), Map.of()))
                .hasMessageContaining("--join says where")
                .hasMessageContaining("--key names the file");
        assertThatThrownBy(() -> of("berth:4566", key.text(), false)).hasMessageContaining("--join needs a URL");
    }

    private JoinConfig of(String url, String content, boolean insecure) throws Exception {
        Path file = folder.resolve("key");
        Files.writeString(file, content);
        Map<Setting, List<String>> options = new EnumMap<>(Setting.class);
        options.put(Setting.JOIN, List.of(url));
        options.put(Setting.KEY, List.of(file.toString()));
        if (insecure) {
            options.put(Setting.INSECURE, List.of("true"));
        }
        return JoinConfig.of(options, Map.of());
    }
}
