package berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Apache Libcloud's container driver for ECS: `libcloud_ecs.py` checks and ends with a word.
@Tag("docker")
class LibcloudDockerTest {
    @Test
    void clustersContainersAndServices() {
        String python = Python.with("libcloud", "python3-libcloud");
        try (Berth berth = Berth.start()) {
            berth.file("libcloud_ecs.py");

            Program.Run run = Program.run(berth.folder(), berth.environment(), List.of(python, "libcloud_ecs.py"));

            assertThat(run.succeeded()).endsWith("libcloud is done\n");
        }
    }
}
