package berth.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArnTest {
    @Test
    void readsAndWritesWhatEcsWrites() {
        String text = "arn:aws:ecs:us-east-1:000000000000:task/my-cluster/0f3a";
        Arn arn = Arn.parse(text).orElseThrow();
        assertThat(arn.service()).isEqualTo("ecs");
        assertThat(arn.lastSegment()).isEqualTo("0f3a");
        assertThat(arn).hasToString(text);
        assertThat(Account.DEFAULT.ecs("task", "my-cluster/0f3a")).isEqualTo(text);
    }

    @Test
    void aResourceMayHaveColons() {
        assertThat(Arn.parse("arn:aws:logs:us-east-1:1:log-group:/a:*")
                        .orElseThrow()
                        .resource())
                .isEqualTo("log-group:/a:*");
    }

    @Test
    void whatIsNoArnIsNone() {
        assertThat(Arn.parse("my-cluster")).isEmpty();
        assertThat(Arn.parse("arn:aws:ecs")).isEmpty();
        assertThat(Arn.parse("urn:aws:ecs:r:a:cluster/x")).isEmpty();
        assertThat(Arn.parse("arn:aws::r:a:cluster/x")).isEmpty();
    }
}
