package berth.bench;

import berth.control.Settings;
import berth.control.dispatch.Operation;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.task.TaskReports;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.api.DescribeTasks;
import berth.control.ecs.task.api.RunTask;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.plan.LiveTasks;
import berth.control.ecs.taskdef.api.RegisterTaskDefinition;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Ids;
import berth.kernel.Rng;
import berth.kernel.host.ContainerState;
import berth.kernel.host.Health;
import berth.kernel.host.Observed;
import berth.kernel.host.ObservedContainer;
import berth.kernel.host.ObservedTask;
import berth.kernel.host.PortBinding;
import berth.wire.codec.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskField;

/// What task records cost: showing a hundred of them, and keeping a million.
///
/// Tasks are made by the shipped launcher and brought to RUNNING and STOPPED by reports of their hosts.
final class RecordsBenchmark {
    private static final int SHOWN = 100;
    private static final int RESPONSES = 300;
    private static final Instant AT = Instant.ofEpochSecond(1_800_000_000L);

    private long calls;

    /// Microseconds for the response of DescribeTasks, from the state to the bytes, beside Jackson's tree writer for a
    /// tree of the same body that was read before.
    Pairs.Result describe(int pairs) throws Exception {
        State state = reported(shown(), true);
        List<String> arns = state.all(TaskViews.TASKS).stream()
                .map(task -> TaskViews.arn(PlacementWorld.ACCOUNT, task))
                .toList();
        DescribeTasksRequest request = DescribeTasksRequest.builder()
                .cluster("bench")
                .tasks(arns)
                .include(TaskField.TAGS)
                .build();
        JsonMapper jackson = new JsonMapper();
        byte[] body = described(request, state);
        JsonNode tree = jackson.readTree(body);
        if (tree.path("tasks").size() != SHOWN
                || !tree.at("/tasks/99/lastStatus").asText().equals("RUNNING")) {
            throw new IllegalStateException("not 100 running tasks: " + tree);
        }
        String name = String.format(Locale.ROOT, "DescribeTasks, 100 in %d KiB", body.length >> 10);
        return Pairs.alternate(
                name,
                "us",
                10,
                pairs,
                2,
                false,
                () -> microseconds(() -> described(request, state)),
                () -> microseconds(() -> jackson.writeValueAsBytes(tree)));
    }

    /// A hundred tasks of three containers each, with overrides and tags.
    private State shown() {
        State state = done(
                new PlacementWorld().state(),
                new RegisterTaskDefinition(),
                RegisterTaskDefinitionRequest.builder()
                        .family("shown")
                        .containerDefinitions(List.of("web", "log", "metrics").stream()
                                .map(RecordsBenchmark::container)
                                .toList())
                        .build());
        RunTaskRequest run = RunTaskRequest.builder()
                .cluster("bench")
                .taskDefinition("shown")
                .launchType(LaunchType.EC2)
                .count(10)
                .startedBy("bench")
                .tags(Tag.builder().key("team").value("shop").build())
                .overrides(task -> task.containerOverrides(container -> container
                        .name("web")
                        .command("serve", "--port", "80")
                        .environment(KeyValuePair.builder()
                                .name("STAGE")
                                .value("test")
                                .build())))
                .build();
        for (int i = 0; i < SHOWN / 10; i++) {
            state = done(state, new RunTask(Settings.STRICT), run);
        }
        return state;
    }

    private static ContainerDefinition container(String name) {
        return ContainerDefinition.builder()
                .name(name)
                .image("registry.example/" + name + ":1.4.2")
                .cpu(64)
                .memory(128)
                .portMappings(PortMapping.builder().containerPort(80).build())
                .healthCheck(check -> check.command("CMD", "true"))
                .build();
    }

    private <Q extends SdkPojo> State done(State state, Operation.Write<Q, ?> operation, Q request) {
        return state.with(operation.handle(request, state, context()).changes(), state.version() + 1);
    }

    private byte[] described(DescribeTasksRequest request, State state) {
        return Json.toJson(new DescribeTasks().handle(request, state, context()));
    }

    private static double microseconds(Callable<byte[]> made) throws Exception {
        long bytes = 0;
        long start = System.nanoTime();
        for (int i = 0; i < RESPONSES; i++) {
            bytes += made.call().length;
        }
        double each = (System.nanoTime() - start) / 1e3 / RESPONSES;
        if (bytes == 0) {
            throw new IllegalStateException("nothing was written");
        }
        return each;
    }

    /// Bytes of heap of each running and of each stopped task.
    String heap(int tasks) {
        long empty = Heap.used();
        State state = reported(filled(tasks), true);
        long live = Heap.used();
        state = reported(state, false);
        long over = Heap.used();
        long stopped = state.all(TaskViews.TASKS).stream().filter(Task::stopped).count();
        if (stopped != tasks) {
            throw new IllegalStateException(stopped + " of " + tasks + " tasks are STOPPED");
        }
        return String.format(
                Locale.ROOT,
                "records: each of %d tasks of one container takes %d bytes of heap while RUNNING, %d once STOPPED",
                tasks,
                (live - empty) / tasks,
                (over - empty) / tasks);
    }

    private static State filled(int tasks) {
        PlacementWorld world = new PlacementWorld();
        world.fill(tasks);
        return world.state();
    }

    /// After each host said that its tasks run, or that they ended.
    private State reported(State from, boolean runs) {
        State state = from;
        for (Host host : from.all(InstanceViews.HOSTS)) {
            List<ObservedTask> seen = new ArrayList<>();
            for (Task task : LiveTasks.on(state, host.id())) {
                seen.add(observed(task, runs));
            }
            Observed report = new Observed(host.id(), 1, ++calls, 1, false, seen, List.of());
            state = state.with(
                    new TaskReports().observed(state, report, new TreeSet<>(), context()), state.version() + 1);
        }
        return state;
    }

    private static ObservedTask observed(Task task, boolean runs) {
        List<ObservedContainer> containers = task.status().containers().stream()
                .map(container -> new ObservedContainer(
                        container.name(),
                        runs ? ContainerState.RUNNING : ContainerState.STOPPED,
                        task.id() + task.id(),
                        "sha256:" + "0123456789abcdef".repeat(4),
                        AT,
                        AT,
                        runs ? null : AT.plusSeconds(60),
                        runs ? null : Integer.valueOf(0),
                        false,
                        null,
                        Health.HEALTHY,
                        null,
                        List.of(new PortBinding("127.0.0.1", 80, 32_768, "tcp"))))
                .toList();
        // The network is gone when the task is over.
        return new ObservedTask(TaskViews.arn(PlacementWorld.ACCOUNT, task), runs, null, AT, AT, containers);
    }

    private Context context() {
        return new Context(
                AT.plusSeconds(100), new Ids(Rng.seeded(3, "records", ++calls)), PlacementWorld.ACCOUNT, "bench");
    }
}
