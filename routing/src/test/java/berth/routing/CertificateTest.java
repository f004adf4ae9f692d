package berth.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateTest {

    @Test
    void theKeyIsNotShown() {
        assertThat(new Certificate("arn", "chain", "secret", List.of("example.com")).toString())
                .doesNotContain("secret")
                .contains("example.com");
    }
}
