package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// A container's lines reach what its log driver names. The receivers are of this test.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LogDriversDockerTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int MILLIS = 30_000;

    private final TestBerth berth = TestBerth.start();

    @BeforeAll
    void images() {
        TestEngine.requireImages();
    }

    @AfterAll
    void close() {
        berth.close();
    }

    @Test
    void syslog() throws IOException {
        try (DatagramSocket receiver = receiver()) {
            run("syslog", "'syslog-address':'udp://127.0.0.1:" + receiver.getLocalPort() + "','tag':'its-tag'", 0);

            assertThat(received(receiver)).contains("its-tag", "hello from syslog");
        }
    }

    @Test
    void gelf() throws IOException {
        try (DatagramSocket receiver = receiver()) {
            run(
                    "gelf",
                    "'gelf-address':'udp://127.0.0.1:" + receiver.getLocalPort() + "','gelf-compression-type':'none'",
                    0);

            assertThat(received(receiver)).contains("\"short_message\":\"hello from gelf\"");
        }
    }

    @Test
    void fluentd() throws IOException {
        try (ServerSocket receiver = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            receiver.setSoTimeout(MILLIS);
            String arn =
                    start("fluentd", "'fluentd-address':'127.0.0.1:" + receiver.getLocalPort() + "','tag':'its-tag'");
            try (Socket connection = receiver.accept()) {
                connection.setSoTimeout(MILLIS);

                assertThat(readUntil(connection, "hello from fluentd")).contains("its-tag");
            }
            exitCode(arn, 0);
        }
    }

    @Test
    void splunk() throws IOException {
        Queue<String> events = new ConcurrentLinkedQueue<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (exchange.getRequestMethod().equals("POST")) {
                events.add(exchange.getRequestHeaders().getFirst("Authorization") + ' ' + body);
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
        try {
            int port = receiver.getAddress().getPort();
            run("splunk", "'splunk-url':'http://127.0.0.1:" + port + "','splunk-token':'its-token'", 0);

            String all = TestBerth.await(
                    SOON, "the event", () -> String.join("\n", events), text -> text.contains("hello from splunk"));
            assertThat(all).contains("Splunk its-token");
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void jsonFile() {
        JsonNode task =
                run("json-file", "'tag':'its-tag','env':'COLOUR','compress':'true','max-size':'1m','max-file':'3'", 0);

        String id = task.at("/containers/0/runtimeId").asText();
        assertThat(TestEngine.docker("logs", "--details", id))
                .contains("COLOUR=blue", "tag=its-tag", "hello from json-file");
    }

    /// The engine may have no journal; that is the task's reason then.
    @Test
    void journald() {
        JsonNode task = await(start("journald", "'tag':'its-tag'"), "STOPPED");

        JsonNode container = task.at("/containers/0");
        if (task.path("stopCode").asText().equals("TaskFailedToStart")) {
            assertThat(container.path("reason").asText())
                    .startsWith("CannotStartContainerError:")
                    .contains("journald");
        } else {
            assertThat(container.path("exitCode").asInt()).isZero();
            assertThat(TestEngine.docker("logs", container.path("runtimeId").asText()))
                    .contains("hello from journald");
        }
    }

    private static DatagramSocket receiver() throws IOException {
        DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        receiver.setSoTimeout(MILLIS);
        return receiver;
    }

    private static String received(DatagramSocket receiver) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        receiver.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static String readUntil(Socket connection, String wanted) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).contains(wanted)) {
            int one = connection.getInputStream().read();
            if (one < 0) {
                throw new SocketTimeoutException("ended after " + bytes.size() + " bytes");
            }
            bytes.write(one);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private JsonNode run(String driver, String options, int exitCode) {
        return exitCode(start(driver, options), exitCode);
    }

    private String start(String driver, String options) {
        berth.call("RegisterTaskDefinition", """
                {'family':'DRIVER','containerDefinitions':[{'name':'main','image':'busybox','memory':16,
                 'environment':[{'name':'COLOUR','value':'blue'}],'command':['echo','hello from DRIVER'],
                 'logConfiguration':{'logDriver':'DRIVER','options':{OPTIONS}}}]}
                """.replace("DRIVER", driver).replace("OPTIONS", options));
        return berth.runTask(driver);
    }

    private JsonNode exitCode(String arn, int code) {
        JsonNode task = await(arn, "STOPPED");
        assertThat(task.at("/containers/0/exitCode").asInt(-1))
                .as(task.toString())
                .isEqualTo(code);
        return task;
    }

    private JsonNode await(String arn, String status) {
        return berth.awaitTask(SOON, arn, status);
    }
}
