package berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// CloudWatch Logs as a Python program with boto3: `boto3_logs.py` checks and ends with a word.
@Tag("docker")
class Boto3LogsDockerTest {
    @Test
    void groupsPatternsSubscribersAndQueries() {
        String python = Python.withBoto3();
        try (Berth berth = Berth.start()) {
            berth.file("boto3_logs.py");

            Program.Run run = Program.run(berth.folder(), berth.environment(), List.of(python, "boto3_logs.py"));

            assertThat(run.succeeded()).endsWith("the logs are done\n");
        }
    }
}
