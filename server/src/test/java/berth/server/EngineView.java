package berth.server;

import berth.agent.docker.Labels;
import berth.agent.docker.TestEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What `docker inspect` says of the containers of one installation.
final class EngineView {
    private static final String FORMAT = String.join(
            "|",
            "{{.Id}}",
            "{{.State.Status}}",
            "{{.State.StartedAt}}",
            label("com.amazonaws.ecs.task-arn"),
            label("com.amazonaws.ecs.container-name"),
            label("com.amazonaws.ecs.task-definition-family"),
            label("com.amazonaws.ecs.task-definition-version"),
            label(Labels.ENI));

    private EngineView() {}

    /// @param status created, running, exited and so on
    /// @param task ARN; empty for a pause container
    /// @param definition `family:revision`
    /// @param eni of a pause container
    record Container(
            String id, String status, String startedAt, String task, String name, String definition, String eni) {
        boolean isOfTask() {
            return !task.isEmpty();
        }

        boolean isRunning() {
            return status.equals("running");
        }

        /// Running, or on its way there.
        boolean isLive() {
            return !status.equals("exited") && !status.equals("dead") && !status.equals("removing");
        }
    }

    static List<Container> containers(String installation) {
        // One that goes between the two calls makes the second fail.
        return TestBerth.await(
                java.time.Duration.ofSeconds(30), "the engine's list", () -> list(installation), list -> list != null);
    }

    private static @org.jspecify.annotations.Nullable List<Container> list(String installation) {
        List<String> command = new ArrayList<>(List.of("inspect", "-f", FORMAT));
        TestEngine.docker("ps", "-aq", "--no-trunc", "--filter", "label=" + Labels.INSTALLATION + "=" + installation)
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(command::add);
        if (command.size() == 3) {
            return List.of();
        }
        try {
            return TestEngine.docker(command.toArray(String[]::new))
                    .lines()
                    .map(EngineView::container)
                    .toList();
        } catch (IllegalStateException e) {
            return null;
        }
    }

    private static Container container(String line) {
        String[] part = line.split("\\|", -1);
        List<String> parts = Stream.of(part)
                .map(text -> text.equals("<no value>") ? "" : text)
                .toList();
        return new Container(
                parts.get(0),
                parts.get(1),
                parts.get(2),
                parts.get(3),
                parts.get(4),
                parts.get(5) + ':' + parts.get(6),
                parts.get(7));
    }

    private static String label(String name) {
        return "{{index .Config.Labels \"" + name + "\"}}";
    }
}
