package berth.server.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class JoinKeyTest {
    @Test
    void isReadFromWhatItShows() {
        JoinKey key = JoinKey.random("rack-2", new SecureRandom());
        assertThat(JoinKey.parse(key.text() + "\n")).contains(key);
        assertThat(key.secret()).hasSize(43);
        assertThat(key.hash())
                .hasSize(64)
                .isNotEqualTo(JoinKey.random("rack-2", new SecureRandom()).hash());
    }

    @Test
    void showsItsSecretNowhereElse() {
        JoinKey key = JoinKey.random("rack-2", new SecureRandom());
        assertThat(key.toString()).doesNotContain(key.secret());
    }

    @Test
    void otherTextIsNoKey() {
        assertThat(JoinKey.parse("")).isEmpty();
        assertThat(JoinKey.parse("berth-host-key:a:short")).isEmpty();
        assertThat(JoinKey.isName("a b")).isFalse();
        assertThat(JoinKey.isName("-a")).isFalse();
        assertThat(JoinKey.isName("a.b_c-1")).isTrue();
    }
}
