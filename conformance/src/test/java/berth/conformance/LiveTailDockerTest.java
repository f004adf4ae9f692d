package berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `aws logs start-live-tail` shows events while they come.
@Tag("docker")
class LiveTailDockerTest {
    @Test
    void theCliFollowsAGroup() {
        try (Berth berth = Berth.start()) {
            AwsCli aws = AwsCli.version1(berth);
            aws.json("logs", "create-log-group", "--log-group-name", "app");
            aws.json("logs", "create-log-stream", "--log-group-name", "app", "--log-stream-name", "s");
            String arn = "arn:aws:logs:us-east-1:000000000000:log-group:app";
            Path shown = berth.folder().resolve("tail");
            Process tail = aws.follow(
                    shown,
                    "logs",
                    "start-live-tail",
                    "--log-group-identifiers",
                    arn,
                    "--log-event-filter-pattern",
                    "tick");
            try {
                // It tells of what comes after it has begun.
                String text = Until.shown(
                        Duration.ofSeconds(90),
                        "an event of the tail",
                        () -> ticked(aws, shown),
                        out -> out.contains("tick"));
                assertThat(text.lines()).allMatch(line -> line.equals("a tick"));
            } finally {
                tail.destroy();
            }
        }
    }

    @Test
    void theCliFollowsAContainer() {
        try (Berth berth = Berth.start()) {
            AwsCli aws = AwsCli.version1(berth);
            berth.file("talker-task.json");
            aws.json("logs", "create-log-group", "--log-group-name", "/talk");
            aws.json("ecs", "register-task-definition", "--cli-input-json", "file://talker-task.json");
            String task = aws.json("ecs", "run-task", "--task-definition", "talker")
                    .at("/tasks/0/taskArn")
                    .asText();
            Path shown = berth.folder().resolve("tail");
            String arn = "arn:aws:logs:us-east-1:000000000000:log-group:/talk";
            Process tail = aws.follow(shown, "logs", "start-live-tail", "--log-group-identifiers", arn);
            try {
                String text = Until.shown(
                        Duration.ofSeconds(90),
                        "ten lines of the container",
                        () -> read(shown),
                        out -> out.lines().count() > 10);
                List<Integer> numbers = text.lines()
                        .limit(10)
                        .map(line -> Integer.valueOf(line.substring("line ".length())))
                        .toList();
                int first = numbers.getFirst();
                assertThat(numbers)
                        .containsExactlyElementsOf(
                                IntStream.range(first, first + 10).boxed().toList());
            } finally {
                tail.destroy();
            }
            aws.json("ecs", "stop-task", "--task", task);
        }
    }

    private static String ticked(AwsCli aws, Path shown) {
        long now = System.currentTimeMillis();
        String events = "[{\"timestamp\": %d, \"message\": \"a tick\"}, {\"timestamp\": %d, \"message\": \"a tock\"}]"
                .formatted(now, now);
        aws.json("logs", "put-log-events", "--log-group-name", "app", "--log-stream-name", "s", "--log-events", events);
        return read(shown);
    }

    private static String read(Path shown) {
        try {
            return Files.readString(shown);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
