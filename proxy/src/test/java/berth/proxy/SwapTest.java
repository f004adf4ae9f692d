package berth.proxy;

import static berth.proxy.Tables.address;
import static berth.proxy.Tables.balancer;
import static berth.proxy.Tables.check;
import static berth.proxy.Tables.draining;
import static berth.proxy.Tables.forward;
import static berth.proxy.Tables.group;
import static berth.proxy.Tables.http;
import static berth.proxy.Tables.otherwise;
import static berth.proxy.Tables.rule;
import static berth.proxy.Tables.target;
import static berth.proxy.Tables.weighted;
import static org.assertj.core.api.Assertions.assertThat;

import berth.proxy.Backend.Message;
import berth.routing.Condition.PathPattern;
import berth.routing.LoadBalancer;
import berth.routing.Protocol;
import berth.routing.TargetGroup;
import berth.routing.TargetHealth;
import berth.routing.TargetHealth.Reason;
import berth.routing.TargetHealth.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a new table does to what is going on, and what the control plane hears.
class SwapTest {
    private final Rig rig = new Rig();
    private final String address = address();

    @AfterEach
    void stop() {
        rig.close();
    }

    private LoadBalancer web() {
        return balancer(address, http(forward("g")));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Four clients ask without a pause while the table is swapped 200 times: rules, weights, and which of four
    /// targets are there, each drained in every group that has it before it goes.
    @Test
    void noRequestFailsWhileTheTableIsSwappedTwoHundredTimes() throws Exception {
        List<Backend> backends = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            backends.add(Backend.saying("b" + i));
        }
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger served = new AtomicInteger();
        List<String> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        rig.serve(List.of(web()), List.of(group("g", target(backends.getFirst().port()))));
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(Thread.ofVirtual().start(() -> ask(stop, served, failures)));
        }
        for (int i = 0; i < 100; i++) {
            int here = backends.get(i % 4).port();
            int next = backends.get((i + 1) % 4).port();
            rig.serve(
                    List.of(split(i)),
                    List.of(group("g", draining(here), target(next)), group("other", draining(here), target(next))));
            rig.await(report -> report.targets().stream()
                    .filter(target -> target.health().state() == State.DRAINING)
                    .allMatch(target -> target.inFlight() == 0));
            rig.swap(List.of(split(i + 1)), List.of(group("g", target(next)), group("other", target(next))));
        }
        stop.set(true);
        for (Thread client : clients) {
            client.join();
        }
        assertThat(failures).isEmpty();
        assertThat(served.get()).isGreaterThan(200);
        for (Backend backend : backends) {
            assertThat(backend.requests()).isNotEmpty();
            backend.close();
        }
    }

    private LoadBalancer split(int i) {
        return balancer(
                address,
                http(
                        rule(
                                1,
                                weighted("g", 1 + i % 5, "other", 2),
                                new PathPattern(List.of("/*" + i % 3), List.of())),
                        otherwise(weighted("g", 1, "other", i % 2))));
    }

    private void ask(AtomicBoolean stop, AtomicInteger served, List<String> failures) {
        try (Client client = new Client(address)) {
            for (int i = 0; !stop.get(); i++) {
                Message response = i % 3 == 0
                        ? client.send("POST /p%d HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi".formatted(i))
                                .receive()
                        : client.get("/" + i).receive();
                if (response.status() != 200) {
                    failures.add(response.toString());
                }
                served.incrementAndGet();
            }
        } catch (IOException | RuntimeException e) {
            failures.add(e.toString());
        }
    }

    @Test
    void whatIsInFlightOnADrainingTargetEndsAndNothingNewComes() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (Backend old = new Backend((request, exchange) -> {
                    await(go);
                    exchange.ok("old");
                });
                Backend young = Backend.saying("new")) {
            rig.serve(List.of(web()), List.of(group("g", target(old.port()))));
            try (Client waiting = new Client(address);
                    Client other = new Client(address)) {
                waiting.get("/");
                rig.await(report -> report.targets().getFirst().inFlight() == 1);
                rig.serve(List.of(web()), List.of(group("g", draining(old.port()), target(young.port()))));
                for (int i = 0; i < 5; i++) {
                    assertThat(other.get("/").receive().body()).isEqualTo("new");
                }
                var report = rig.await(now -> true).targets().getFirst();
                assertThat(report.health()).isEqualTo(TargetHealth.DRAINING);
                assertThat(report.inFlight()).isEqualTo(1);
                go.countDown();
                assertThat(waiting.receive().body()).isEqualTo("old");
                rig.await(now -> now.targets().getFirst().inFlight() == 0);
                assertThat(waiting.get("/").receive().body()).isEqualTo("new");
            }
        }
    }

    @Test
    void whatIsInFlightWhenATargetIsGoneIsABadGateway() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (Backend backend = new Backend((request, exchange) -> await(never))) {
            rig.serve(List.of(web()), List.of(group("g", target(backend.port()))));
            try (Client client = new Client(address)) {
                client.get("/");
                rig.await(report -> report.targets().getFirst().inFlight() == 1);
                rig.swap(List.of(web()), List.of(group("g")));
                assertThat(client.receive().status()).isEqualTo(502);
                assertThat(client.get("/").receive().status()).isEqualTo(503);
            }
        } finally {
            never.countDown();
        }
    }

    @Test
    void connectionsOutliveATableThatDoesNotConcernThem() throws IOException {
        try (Backend backend = Backend.saying("hello")) {
            TargetGroup group = group("g", target(backend.port()));
            rig.serve(List.of(web()), List.of(group));
            try (Client client = new Client(address)) {
                client.get("/").receive();
                for (int i = 0; i < 20; i++) {
                    rig.swap(List.of(web()), List.of(group, group("another" + i)));
                    assertThat(client.get("/").receive().status()).isEqualTo(200);
                }
                assertThat(backend.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void aListenerThatIsGoneClosesItsPortAndItsIdleConnections() throws Exception {
        rig.serve(List.of(web()), List.of(group("g")));
        try (Client client = new Client(address)) {
            assertThat(client.get("/").receive().status()).isEqualTo(503);
            rig.swap(List.of(), List.of());
            assertThat(client.isClosed()).isTrue();
        }
        try (Socket socket = new Socket()) {
            boolean refused = false;
            try {
                socket.connect(new InetSocketAddress(address, Tables.PORT));
            } catch (IOException e) {
                refused = true;
            }
            assertThat(refused).isTrue();
        }
    }

    @Test
    void aListenerThatCannotBeBoundIsReportedUntilItCan() throws Exception {
        ServerSocket other = new ServerSocket(Tables.PORT, 1, InetAddress.getByName(address));
        rig.send(List.of(web()), List.of(group("g")));
        var unbound = rig.await(report -> !report.unbound().isEmpty()).unbound().getFirst();
        assertThat(unbound.listenerArn()).isEqualTo("listener");
        assertThat(unbound.reason()).contains(address + ":" + Tables.PORT).contains("in use");
        other.close();
        rig.await(report -> report.unbound().isEmpty());
        try (Client client = new Client(address)) {
            assertThat(client.get("/").receive().status()).isEqualTo(503);
        }
    }

    @Test
    void aNewTargetIsProbedAtOnceAndHealthyWithItsFirstAnswer() throws Exception {
        AtomicBoolean up = new AtomicBoolean();
        CountDownLatch refused = new CountDownLatch(3);
        try (Backend backend = new Backend((request, exchange) -> {
            refused.countDown();
            if (up.get()) {
                exchange.ok("fine");
            } else {
                exchange.send("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
            }
        })) {
            rig.send(
                    List.of(web()),
                    List.of(group(
                            "g",
                            check(Protocol.HTTP, "/health?x=y", Duration.ofSeconds(300), "200-204"),
                            target(backend.port()))));
            rig.await(report -> !report.targets().isEmpty());
            await(refused);
            assertThat(rig.await(report -> true).targets().getFirst().health()).isEqualTo(TargetHealth.CHECKING);
            up.set(true);
            rig.await(report -> report.targets().getFirst().health().equals(TargetHealth.HEALTHY));
            Message probe = backend.requests().getFirst();
            assertThat(probe.start()).isEqualTo("GET /health?x=y HTTP/1.1");
            assertThat(probe.field("user-agent")).isEqualTo("ELB-HealthChecker/2.0");
            assertThat(probe.field("host")).isEqualTo("127.0.0.1:" + backend.port());
        }
    }

    @Test
    void aTargetThatFailsItsChecksIsUnhealthyWithTheReason() throws Exception {
        try (Backend wrong = new Backend(
                        (request, exchange) -> exchange.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
                ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ServerSocket closed = new ServerSocket(0)) {
            int refused = closed.getLocalPort();
            closed.close();
            rig.serve(
                    List.of(web()),
                    List.of(group(
                            "g",
                            new berth.routing.HealthCheck(
                                    true,
                                    Protocol.HTTP,
                                    java.util.OptionalInt.empty(),
                                    "/",
                                    Duration.ofMillis(600),
                                    Duration.ofMillis(500),
                                    2,
                                    2,
                                    berth.routing.CodeMatcher.of("200")),
                            target(wrong.port()),
                            target(silent.getLocalPort()),
                            target(refused))));
            var targets = rig.await(report -> true).targets();
            assertThat(targets.get(0).health())
                    .isEqualTo(new TargetHealth(
                            State.UNHEALTHY,
                            Reason.TARGET_RESPONSE_CODE_MISMATCH,
                            "Health checks failed with these codes: [404]"));
            assertThat(targets.get(1).health())
                    .isEqualTo(new TargetHealth(State.UNHEALTHY, Reason.TARGET_TIMEOUT, "Request timed out"));
            assertThat(targets.get(2).health())
                    .isEqualTo(new TargetHealth(
                            State.UNHEALTHY, Reason.TARGET_FAILED_HEALTH_CHECKS, "Health checks failed"));
        }
    }

    @Test
    void targetsOfAGroupInNoRuleAndOfOneWithoutChecksAreNotProbed() throws Exception {
        try (Backend backend = Backend.saying("hello")) {
            rig.serve(
                    List.of(web()),
                    List.of(
                            group("g", Tables.unchecked(), target(backend.port())),
                            group("unused", target(backend.port()))));
            var targets = rig.await(report -> true).targets();
            assertThat(targets.get(0).health()).isEqualTo(TargetHealth.CHECKS_DISABLED);
            assertThat(targets.get(1).health()).isEqualTo(TargetHealth.NOT_IN_USE);
            try (Client client = new Client(address)) {
                assertThat(client.get("/").receive().body()).isEqualTo("hello");
            }
        }
    }
}
