package berth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import berth.agent.docker.TestEngine;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Faults that a task asks for and that its network then has. Skipped without root, which entering a namespace takes.
///
/// Latency and packet loss take a kernel with sch_prio and sch_netem. Where it has them, their effect is asserted;
/// where not, that the error says so and nothing is left behind.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultInjectionDockerTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /// One container of a task, by the engine's id.
    private record Container(String id) {
        static Container of(JsonNode task, String name) {
            for (JsonNode container : task.path("containers")) {
                if (container.path("name").asText().equals(name)) {
                    return new Container(container.path("runtimeId").asText());
                }
            }
            throw new AssertionError("no container " + name + " in " + task);
        }

        String inside(String... command) {
            String[] words = new String[command.length + 2];
            words[0] = "exec";
            words[1] = id;
            System.arraycopy(command, 0, words, 2, command.length);
            return TestEngine.docker(words).strip();
        }

        /// `200 {"Status":"running"}`, asked at the container's own address of the endpoint.
        String ask(String path, String body) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(inside("sh", "-c", "echo $ECS_AGENT_URI") + "/fault/v1/" + path))
                    .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                    .build();
            try {
                HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
                return response.statusCode() + " " + response.body();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /// What `tc` and `iptables` show in its network namespace.
        String network() {
            String net = "--net=/proc/"
                    + TestEngine.docker("inspect", "-f", "{{.State.Pid}}", id).strip() + "/ns/net";
            return run("nsenter", net, "tc", "qdisc", "show", "dev", "eth0").output()
                    + run("nsenter", net, "iptables", "-S").output();
        }
    }

    private record Ended(int exitCode, String output) {}

    private final TestBerth berth = TestBerth.start("--publish-address", Loopback.any());

    @BeforeAll
    static void needsRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "entering a task's network namespace takes root");
        TestEngine.requireImages();
    }

    @AfterAll
    void close() {
        berth.close();
    }

    @Test
    void enableFaultInjection() {
        JsonNode task = awsvpc("faulty");
        Container web = Container.of(task, "web");
        Container side = Container.of(task, "side");
        String address = address(task);
        String port = "{'Port':80,'Protocol':'tcp','TrafficType':'ingress','SourcesToFilter':['192.0.2.1']}";
        assertThat(berth.call("DescribeTaskDefinition", "{'taskDefinition':'faulty'}")
                        .at("/taskDefinition/enableFaultInjection")
                        .asBoolean())
                .isTrue();
        assertThat(side.inside("sh", "-c", "wget -qO- $ECS_CONTAINER_METADATA_URI_V4/task"))
                .contains("\"FaultInjectionEnabled\":true");
        assertThat(connects(address)).isTrue();
        String before = web.network();

        assertThat(web.ask("network-blackhole-port/status", port)).isEqualTo("200 {\"Status\":\"not-running\"}");
        // As a task does it: from inside.
        assertThat(side.inside(
                        "sh",
                        "-c",
                        "wget -qO- --post-data '" + port.replace('\'', '"')
                                + "' $ECS_AGENT_URI/fault/v1/network-blackhole-port/start"))
                .isEqualTo("{\"Status\":\"running\"}");
        assertThat(connects(address)).isFalse();
        assertThat(side.ask("network-blackhole-port/status", port)).isEqualTo("200 {\"Status\":\"running\"}");
        assertThat(side.ask("network-blackhole-port/status", port))
                .isEqualTo("429 {\"Error\":\"You have reached maximum request limit.\"}");

        // The fault is the kernel's: it outlives Berth, which finds it again.
        berth.kill();
        berth.startAgain();
        assertThat(connects(address)).isFalse();
        assertThat(web.ask("network-blackhole-port/stop", port)).isEqualTo("200 {\"Status\":\"stopped\"}");
        assertThat(connects(address)).isTrue();
        assertThat(web.network()).isEqualTo(before);

        String gateway = address.substring(0, address.indexOf('.', 4)) + ".0.1";
        String sparing = port.replace("192.0.2.1", gateway);
        assertThat(web.ask("network-blackhole-port/start", sparing)).isEqualTo("200 {\"Status\":\"running\"}");
        assertThat(connects(address)).as("from " + gateway).isTrue();

        // What goes out to the endpoint's own port still reaches the endpoint.
        URI uri = URI.create(web.inside("sh", "-c", "echo $ECS_AGENT_URI"));
        String out =
                "{'Port':" + (uri.getPort() < 0 ? 80 : uri.getPort()) + ",'Protocol':'tcp','TrafficType':'egress'}";
        assertThat(side.ask("network-blackhole-port/start", out)).isEqualTo("200 {\"Status\":\"running\"}");
        assertThat(side.inside("sh", "-c", "timeout 5 wget -qO- $ECS_CONTAINER_METADATA_URI_V4/task"))
                .contains("\"FaultInjectionEnabled\":true");
    }

    @Test
    void latencyAndLossAreRealOrTheErrorSaysWhatTheKernelLacks() {
        JsonNode task = awsvpc("slow");
        Container web = Container.of(task, "web");
        Container side = Container.of(task, "side");
        String address = address(task);
        String slow = "{'DelayMilliseconds':400,'JitterMilliseconds':0,'Sources':['0.0.0.0/0']}";
        String lossy = "{'LossPercent':100,'Sources':['0.0.0.0/0']}";
        String before = web.network();
        boolean able = run(
                                "unshare",
                                "--net",
                                "sh",
                                "-c",
                                "tc qdisc add dev lo root handle 1: prio && tc qdisc add dev lo parent 1:1 netem delay 1ms")
                        .exitCode()
                == 0;

        String latency = web.ask("network-latency/start", slow);
        if (able) {
            assertThat(latency).isEqualTo("200 {\"Status\":\"running\"}");
            assertThat(connectMillis(address)).isGreaterThanOrEqualTo(350);
            assertThat(web.ask("network-latency/status", "")).isEqualTo("200 {\"Status\":\"running\"}");
            assertThat(web.ask("network-packet-loss/start", lossy))
                    .isEqualTo("409 {\"Error\":\"There is already one network latency fault running\"}");
            assertThat(web.ask("network-latency/stop", "")).isEqualTo("200 {\"Status\":\"stopped\"}");
            assertThat(connectMillis(address)).isLessThan(350);
            assertThat(side.ask("network-packet-loss/start", lossy)).isEqualTo("200 {\"Status\":\"running\"}");
            assertThat(connects(address)).isFalse();
            assertThat(side.ask("network-packet-loss/stop", "")).isEqualTo("200 {\"Status\":\"stopped\"}");
            assertThat(connects(address)).isTrue();
        } else {
            for (String answer : List.of(latency, side.ask("network-packet-loss/start", lossy))) {
                assertThat(answer)
                        .startsWith("500 {\"Error\":\"internal error: `tc qdisc add dev eth0 ")
                        .contains("Specified qdisc kind is unknown")
                        .endsWith(
                                "Latency and packet loss take the kernel's modules sch_prio, cls_u32 and sch_netem.\"}");
            }
            assertThat(web.ask("network-latency/status", "")).isEqualTo("200 {\"Status\":\"not-running\"}");
            assertThat(web.ask("network-packet-loss/stop", "")).isEqualTo("200 {\"Status\":\"stopped\"}");
        }
        assertThat(web.network()).isEqualTo(before);
    }

    @Test
    void whereTheNetworkIsNotTheTasksOwnNothingIsDoneToIt() {
        String port = "{'Port':80,'Protocol':'tcp','TrafficType':'ingress'}";
        String rules = run("iptables", "-S").output();

        assertThat(Container.of(task("bridged", "bridge", true), "side").ask("network-blackhole-port/start", port))
                .isEqualTo("400 {\"Error\":\"bridge mode is not supported. Please use either host or awsvpc mode.\"}");
        Container host = Container.of(task("hosted", "host", true), "side");
        assertThat(host.ask("network-blackhole-port/start", port))
                .isEqualTo("400 {\"Error\":\"host mode is not supported by Berth: the fault would be that of the whole"
                        + " machine. Please use awsvpc mode.\"}");
        assertThat(host.ask("network-blackhole-port/status", port)).isEqualTo("200 {\"Status\":\"not-running\"}");
        JsonNode without = task("without", "awsvpc", false);
        assertThat(Container.of(without, "side").ask("network-latency/status", ""))
                .isEqualTo("400 {\"Error\":\"enableFaultInjection is not enabled for task: "
                        + without.path("taskArn").asText() + "\"}");
        assertThat(rules).doesNotContain("ingress-tcp-80");
        assertThat(run("iptables", "-S").output()).doesNotContain("ingress-tcp-80");
    }

    /// A running task whose `web` is nginx at port 80, and whose `side` does nothing.
    private JsonNode awsvpc(String family) {
        return task(family, "awsvpc", true);
    }

    private JsonNode task(String family, String mode, boolean enabled) {
        String web = mode.equals("awsvpc") ? "{'name':'web','image':'nginx','memory':64,'stopTimeout':2}," : "";
        berth.call(
                "RegisterTaskDefinition",
                "{'family':'" + family + "','networkMode':'" + mode + "','enableFaultInjection':" + enabled
                        + ",'containerDefinitions':[" + web + "{'name':'side','image':'busybox','memory':16,"
                        + "'stopTimeout':2,'command':['sleep','600']}]}");
        String arn = berth.runTask(family);
        JsonNode task = berth.awaitTask(SOON, arn, "RUNNING");
        if (mode.equals("awsvpc")) {
            TestBerth.await(SOON, "nginx to listen", () -> connects(address(task)), connected -> connected);
        }
        return task;
    }

    private static String address(JsonNode task) {
        for (JsonNode detail : task.at("/attachments/0/details")) {
            if (detail.path("name").asText().equals("privateIPv4Address")) {
                return detail.path("value").asText();
            }
        }
        throw new AssertionError("no address: " + task);
    }

    private static boolean connects(String address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, 80), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static long connectMillis(String address) {
        long start = System.nanoTime();
        assertThat(connects(address)).isTrue();
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static Ended run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
