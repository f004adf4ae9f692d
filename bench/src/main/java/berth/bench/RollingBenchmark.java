package berth.bench;

import berth.wire.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/// A rolling update of four tasks behind an application load balancer, from the call until the old tasks are gone and
/// the deployment is COMPLETED; beside it the engine alone makes four containers that answer and stops four, two at a
/// time.
///
/// At least four targets are healthy all the while (minimumHealthyPercent 100, maximumPercent 200).
final class RollingBenchmark {
    private static final String SERVICE = "bench-rolling";
    private static final int TASKS = 4;

    private final Ecs ecs;
    private final Engine engine;
    private final int pairs;
    private List<String> containers = List.of();

    /// @param ecs of a Berth that knows the task definition `bench-bridge`
    RollingBenchmark(Ecs ecs, Engine engine, int pairs) {
        this.ecs = ecs;
        this.engine = engine;
        this.pairs = pairs;
    }

    Pairs.Result run() throws Exception {
        create(targetGroup());
        Waits.until("the service stands", this::completed);
        Pairs.Result result = Pairs.alternate(
                "rolling update of 4 tasks behind a load balancer",
                "ms",
                1,
                pairs,
                2,
                false,
                this::updated,
                this::twoAtATime);
        containers.forEach(engine::remove);
        return result;
    }

    private double updated() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        ecs.call(
                "UpdateService",
                UpdateServiceRequest.builder()
                        .service(SERVICE)
                        .forceNewDeployment(true)
                        .build(),
                UpdateServiceResponse.class);
        Waits.until("the deployment completes", this::completed);
        double millis = (System.nanoTime() - begun) / 1e6;
        Waits.pause(2000);
        return millis;
    }

    private boolean completed() throws IOException, InterruptedException {
        var deployments = ecs.call(
                        "DescribeServices",
                        DescribeServicesRequest.builder().services(SERVICE).build(),
                        DescribeServicesResponse.class)
                .services()
                .getFirst()
                .deployments();
        return deployments.size() == 1
                && deployments.getFirst().rolloutState() == DeploymentRolloutState.COMPLETED
                && deployments.getFirst().runningCount() == TASKS;
    }

    /// Four containers take the place of four.
    private double twoAtATime() throws Exception {
        if (containers.isEmpty()) {
            containers = all(TASKS, this::answering);
        }
        List<String> old = containers;
        long begun = System.nanoTime();
        containers = all(TASKS, this::answering);
        List<String> stopping = new ArrayList<>(old);
        all(TASKS, () -> {
            String id;
            synchronized (stopping) {
                id = stopping.removeLast();
            }
            engine.stop(id);
            return id;
        });
        double millis = (System.nanoTime() - begun) / 1e6;
        old.forEach(engine::remove);
        Waits.pause(500);
        return millis;
    }

    private String answering() throws IOException, InterruptedException {
        int port = BerthProcess.freePort();
        String id = engine.run(port);
        Waits.untilHttp("http://127.0.0.1:" + port + "/");
        return id;
    }

    private static List<String> all(int count, Callable<String> one) throws Exception {
        List<String> results = new ArrayList<>();
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            List<Future<String>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                running.add(two.submit(one));
            }
            for (Future<String> result : running) {
                results.add(result.get());
            }
        }
        return results;
    }

    private void create(String targetGroup) throws IOException, InterruptedException {
        ecs.call(
                "CreateService",
                CreateServiceRequest.builder()
                        .serviceName(SERVICE)
                        .taskDefinition("bench-bridge")
                        .launchType("EC2")
                        .desiredCount(TASKS)
                        .deploymentConfiguration(configuration ->
                                configuration.minimumHealthyPercent(100).maximumPercent(200))
                        .loadBalancers(balancer -> balancer.targetGroupArn(targetGroup)
                                .containerName("web")
                                .containerPort(80))
                        .build(),
                CreateServiceResponse.class);
    }

    /// A target group behind a listener on port 8080, whose targets have 5 s to drain.
    private String targetGroup() throws IOException, InterruptedException {
        String vpc = first(ecs.query(Service.EC2, "DescribeVpcs"), "vpcId");
        List<String> subnets = all(ecs.query(Service.EC2, "DescribeSubnets"), "subnetId");
        String balancer = first(
                ecs.query(
                        Service.ELB,
                        "CreateLoadBalancer",
                        "Name",
                        SERVICE,
                        "Subnets.member.1",
                        subnets.get(0),
                        "Subnets.member.2",
                        subnets.get(1)),
                "LoadBalancerArn");
        String group = first(
                ecs.query(
                        Service.ELB,
                        "CreateTargetGroup",
                        "Name",
                        SERVICE,
                        "Protocol",
                        "HTTP",
                        "Port",
                        "80",
                        "TargetType",
                        "instance",
                        "VpcId",
                        vpc),
                "TargetGroupArn");
        ecs.query(
                Service.ELB,
                "ModifyTargetGroupAttributes",
                "TargetGroupArn",
                group,
                "Attributes.member.1.Key",
                "deregistration_delay.timeout_seconds",
                "Attributes.member.1.Value",
                "5");
        ecs.query(
                Service.ELB,
                "CreateListener",
                "LoadBalancerArn",
                balancer,
                "Protocol",
                "HTTP",
                "Port",
                "8080",
                "DefaultActions.member.1.Type",
                "forward",
                "DefaultActions.member.1.TargetGroupArn",
                group);
        return group;
    }

    private static String first(String xml, String element) throws IOException {
        List<String> texts = all(xml, element);
        if (texts.isEmpty()) {
            throw new IOException("no " + element + " in " + xml);
        }
        return texts.getFirst();
    }

    private static List<String> all(String xml, String element) {
        return Pattern.compile("<" + element + ">([^<]*)</" + element + ">")
                .matcher(xml)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
