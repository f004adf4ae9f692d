package berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// With version 2 of the AWS CLI, which alone can follow logs.
class AwsCliVersion2DockerTest extends AwsCliMainJob {
    @Override
    AwsCli cli(Berth berth) {
        return AwsCli.version2(berth);
    }

    @Test
    void logsTailFollowsATaskWhileItTalks() throws InterruptedException {
        berth().file("talker-task.json");
        aws().attempt("logs", "create-log-group", "--log-group-name", "/talk").succeeded();
        aws().json("ecs", "register-task-definition", "--cli-input-json", "file://talker-task.json");
        aws().json("ecs", "create-cluster", "--cluster-name", "talk");
        String arn = aws().json("ecs", "run-task", "--cluster", "talk", "--task-definition", "talker")
                .at("/tasks/0/taskArn")
                .asText();
        String stream = "t/talker/" + arn.substring(arn.lastIndexOf('/') + 1);

        Path output = berth().folder().resolve("tail");
        Process tail = aws().follow(output, "logs", "tail", "/talk", "--follow");
        try {
            String early = Until.shown(
                    Duration.ofSeconds(60), "the first line", () -> read(output), text -> text.contains("line 1\n"));
            assertThat(early).contains(stream);
            // What is printed from now on was not there when the command began.
            int seen = early.split("\n", -1).length;
            String later = "line " + (seen + 20) + "\n";
            Until.shown(Duration.ofSeconds(60), later, () -> read(output), text -> text.contains(later));
            assertThat(tail.isAlive()).isTrue();
        } finally {
            tail.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        aws().json("ecs", "stop-task", "--cluster", "talk", "--task", arn);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
