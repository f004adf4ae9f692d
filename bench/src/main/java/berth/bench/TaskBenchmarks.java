package berth.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/// How long tasks take, from the call to the answer of nginx, beside what the engine takes alone.
final class TaskBenchmarks {
    private static final int MANY = 20;

    private final Ecs ecs;
    private final Engine engine;
    private final int pairs;

    TaskBenchmarks(Ecs ecs, Engine engine, int pairs) throws IOException, InterruptedException {
        this.ecs = ecs;
        this.engine = engine;
        this.pairs = pairs;
        register("bench-bridge", "bridge", 0);
        register("bench-vpc", "awsvpc", null);
        register("bench-quiet", "bridge", null);
    }

    private void register(String family, String mode, @org.jspecify.annotations.Nullable Integer hostPort)
            throws IOException, InterruptedException {
        boolean vpc = mode.equals("awsvpc");
        var request = RegisterTaskDefinitionRequest.builder()
                .family(family)
                .networkMode(mode)
                .containerDefinitions(container -> {
                    container.name("web").image("nginx").cpu(64).memory(64).stopTimeout(2);
                    if (hostPort != null || vpc) {
                        container.portMappings(
                                port -> port.containerPort(80).hostPort(vpc ? Integer.valueOf(80) : hostPort));
                    }
                });
        if (vpc) {
            request.cpu("256").memory("512").requiresCompatibilitiesWithStrings("FARGATE");
        }
        ecs.call("RegisterTaskDefinition", request.build(), RegisterTaskDefinitionResponse.class);
    }

    /// RunTask, bridge, dynamic port, local image, until nginx answers.
    Pairs.Result bridge() throws Exception {
        return Pairs.alternate(
                "RunTask to HTTP, bridge, dynamic port",
                "ms",
                3,
                pairs,
                1.03,
                false,
                () -> timed("bench-bridge", "EC2"),
                this::reference);
    }

    /// RunTask on Fargate with a warm pause, until nginx answers.
    Pairs.Result fargate() throws Exception {
        return Pairs.alternate(
                "RunTask to HTTP, Fargate, warm pause",
                "ms",
                3,
                pairs,
                0.7,
                false,
                () -> timed("bench-vpc", "FARGATE"),
                this::reference);
    }

    private double timed(String family, String launchType) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        String arn = ecs.call(
                        "RunTask",
                        RunTaskRequest.builder()
                                .taskDefinition(family)
                                .launchType(launchType)
                                .build(),
                        RunTaskResponse.class)
                .tasks()
                .getFirst()
                .taskArn();
        String[] address = {""};
        Waits.until("the task shows its address", () -> {
            address[0] = address(describe(arn));
            return !address[0].isEmpty();
        });
        Waits.untilHttp(address[0]);
        double millis = (System.nanoTime() - begun) / 1e6;
        ecs.call("StopTask", StopTaskRequest.builder().task(arn).build(), StopTaskResponse.class);
        Waits.until("the task stopped", () -> "STOPPED".equals(describe(arn).lastStatus()));
        Waits.pause(1500);
        return millis;
    }

    private Task describe(String arn) throws IOException, InterruptedException {
        return ecs.call(
                        "DescribeTasks",
                        DescribeTasksRequest.builder().tasks(arn).build(),
                        DescribeTasksResponse.class)
                .tasks()
                .getFirst();
    }

    /// Where the task's port 80 is reached, or nothing as long as that is not known.
    private static String address(Task task) {
        var container = task.containers().getFirst();
        if (!container.networkBindings().isEmpty()) {
            return "http://127.0.0.1:" + container.networkBindings().getFirst().hostPort() + "/";
        }
        return task.attachments().stream()
                .flatMap(attachment -> attachment.details().stream())
                .filter(detail -> "privateIPv4Address".equals(detail.name()))
                .map(detail -> "http://" + detail.value() + "/")
                .findFirst()
                .orElse("");
    }

    private double reference() throws IOException, InterruptedException {
        int port = BerthProcess.freePort();
        long begun = System.nanoTime();
        String id = engine.run(port);
        Waits.untilHttp("http://127.0.0.1:" + port + "/");
        double millis = (System.nanoTime() - begun) / 1e6;
        engine.remove(id);
        Waits.pause(500);
        return millis;
    }

    /// From a container's end to its replacement RUNNING.
    Pairs.Result replacement() throws Exception {
        List<String> services = new ArrayList<>();
        for (int i = 0; i < pairs + 2; i++) {
            services.add("bench-replace-" + i);
            create(services.getLast(), 1);
        }
        for (String service : services) {
            Waits.until(service + " runs", () -> running(service) == 1);
        }
        // A task that ends within 10 s of its start may count as crash-looping, and its replacement is paced.
        Waits.pause(12_000);
        Pairs.Result result = Pairs.alternate(
                "die event to replacement RUNNING",
                "ms",
                2,
                pairs,
                1.3,
                false,
                () -> replaced(services.removeLast()),
                this::reference);
        for (int i = 0; i < pairs + 2; i++) {
            update("bench-replace-" + i, 0);
        }
        return result;
    }

    private double replaced(String service) throws IOException, InterruptedException {
        Task before = describe(tasks(service).getFirst());
        engine.kill(Objects.requireNonNull(before.containers().getFirst().runtimeId()));
        long begun = System.nanoTime();
        Waits.until("the replacement runs", () -> {
            for (String arn : tasks(service)) {
                if (!arn.equals(before.taskArn())
                        && "RUNNING".equals(describe(arn).lastStatus())) {
                    return true;
                }
            }
            return false;
        });
        return (System.nanoTime() - begun) / 1e6;
    }

    private List<String> tasks(String service) throws IOException, InterruptedException {
        return ecs.call(
                        "ListTasks",
                        ListTasksRequest.builder().serviceName(service).build(),
                        ListTasksResponse.class)
                .taskArns();
    }

    /// Twenty tasks of a service from none, beside twenty containers made two at a time.
    Pairs.Result many() throws Exception {
        create("bench-many", 0);
        return Pairs.alternate(
                "20 tasks from desiredCount 0",
                "ms",
                1,
                Math.max(10, pairs),
                1.10,
                false,
                this::scaledOut,
                this::twoAtATime);
    }

    private double scaledOut() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        update("bench-many", MANY);
        Waits.until("all run", () -> running("bench-many") == MANY);
        double millis = (System.nanoTime() - begun) / 1e6;
        update("bench-many", 0);
        Waits.until(
                "none runs",
                () -> running("bench-many") == 0 && tasks("bench-many").isEmpty());
        Waits.pause(3000);
        return millis;
    }

    private double twoAtATime() throws Exception {
        List<String> ids = new ArrayList<>();
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            long begun = System.nanoTime();
            List<Future<String>> started = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                started.add(two.submit(() -> engine.run(null)));
            }
            for (Future<String> one : started) {
                ids.add(one.get());
            }
            double millis = (System.nanoTime() - begun) / 1e6;
            ids.forEach(engine::remove);
            Waits.pause(1000);
            return millis;
        }
    }

    private void create(String service, int count) throws IOException, InterruptedException {
        ecs.call(
                "CreateService",
                CreateServiceRequest.builder()
                        .serviceName(service)
                        .taskDefinition("bench-quiet")
                        .launchType("EC2")
                        .desiredCount(count)
                        .build(),
                CreateServiceResponse.class);
    }

    private void update(String service, int count) throws IOException, InterruptedException {
        ecs.call(
                "UpdateService",
                UpdateServiceRequest.builder()
                        .service(service)
                        .desiredCount(count)
                        .build(),
                UpdateServiceResponse.class);
    }

    private int running(String service) throws IOException, InterruptedException {
        return ecs.call(
                        "DescribeServices",
                        DescribeServicesRequest.builder().services(service).build(),
                        DescribeServicesResponse.class)
                .services()
                .getFirst()
                .runningCount();
    }
}
