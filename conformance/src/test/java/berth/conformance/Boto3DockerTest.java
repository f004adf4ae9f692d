package berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The main job as a Python program with boto3: `boto3_main_job.py` checks and ends with a word.
@Tag("docker")
class Boto3DockerTest {
    @Test
    void theMainJob() {
        String python = Python.withBoto3();
        try (Berth berth = Berth.start()) {
            berth.file("boto3_main_job.py");
            Map<String, String> environment = new TreeMap<>(berth.environment());
            environment.put("ENGINE", TestEngine.host());
            environment.put("PUBLISHED", berth.published());

            Program.Run run = Program.run(berth.folder(), environment, List.of(python, "boto3_main_job.py"));

            assertThat(run.succeeded()).endsWith("the main job is done\n");
        }
    }

    /// StartTask lets somebody else choose where tasks go: `boto3_outside_scheduler.py`.
    @Test
    void aSchedulerFromOutside() {
        String python = Python.withBoto3();
        try (Berth berth = Berth.start()) {
            berth.file("boto3_outside_scheduler.py");

            Program.Run run =
                    Program.run(berth.folder(), berth.environment(), List.of(python, "boto3_outside_scheduler.py"));

            assertThat(run.succeeded()).endsWith("the outside scheduler is done\n");
        }
    }
}
