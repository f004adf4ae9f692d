package berth.proxy;

import static berth.proxy.Tables.address;
import static berth.proxy.Tables.balancer;
import static berth.proxy.Tables.group;
import static berth.proxy.Tables.http;
import static berth.proxy.Tables.otherwise;
import static berth.proxy.Tables.rule;
import static berth.proxy.Tables.target;
import static berth.proxy.Tables.weighted;
import static org.assertj.core.api.Assertions.assertThat;

import berth.proxy.Backend.Message;
import berth.routing.Action;
import berth.routing.Action.FixedResponse;
import berth.routing.Action.Forward;
import berth.routing.Action.Redirect;
import berth.routing.Condition.PathPattern;
import berth.routing.LoadBalancerAttributes;
import berth.routing.LoadBalancerAttributes.DesyncMode;
import berth.routing.LoadBalancerAttributes.XffMode;
import berth.routing.TargetGroupAttributes;
import berth.routing.TargetGroupAttributes.Algorithm;
import berth.routing.TargetGroupAttributes.Stickiness;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What rules and attributes do to requests, seen from outside.
class RuleRoutingTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Rig rig = new Rig();
    private final String address = address();

    @AfterEach
    void stop() {
        rig.close();
    }

    private static TargetGroupAttributes sticky(Stickiness stickiness) {
        return new TargetGroupAttributes(Duration.ZERO, Algorithm.ROUND_ROBIN, stickiness, 1, 0, false, false);
    }

    @Test
    void theFirstRuleThatFitsDecides() throws IOException {
        try (Backend a = Backend.saying("a");
                Backend b = Backend.saying("b")) {
            rig.serve(
                    List.of(balancer(
                            address,
                            http(
                                    rule(1, Forward.to("a"), new PathPattern(List.of("/a/*"), List.of())),
                                    rule(
                                            2,
                                            new FixedResponse(418, "text/plain", "short and stout"),
                                            new PathPattern(List.of("/tea"), List.of())),
                                    rule(
                                            3,
                                            new Redirect("HTTPS", "#{host}", "443", "/#{path}", "#{query}", 301),
                                            new PathPattern(List.of("/old*"), List.of())),
                                    otherwise(Forward.to("b"))))),
                    List.of(group("a", target(a.port())), group("b", target(b.port()))));
            try (Client client = new Client(address)) {
                assertThat(client.get("/a/x").receive().body()).isEqualTo("a");
                assertThat(client.get("/b").receive().body()).isEqualTo("b");
                client.send("POST /tea HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nwater");
                Message tea = client.receive();
                assertThat(tea.status()).isEqualTo(418);
                assertThat(tea.body()).isEqualTo("short and stout");
                assertThat(tea.field("content-type")).isEqualTo("text/plain");
                Message moved = client.get("/old/x?y=z").receive();
                assertThat(moved.status()).isEqualTo(301);
                assertThat(moved.field("location")).isEqualTo("https://example.com/old/x?y=z");
                assertThat(client.send("HEAD /tea HTTP/1.1\r\nHost: a\r\n\r\n")
                                .receiveHead()
                                .field("content-length"))
                        .isEqualTo("15");
                assertThat(client.get("/a/").receive().body()).isEqualTo("a");
            }
        }
    }

    @Test
    void groupsShareRequestsByWeight() throws IOException {
        try (Backend blue = Backend.saying("blue");
                Backend green = Backend.saying("green")) {
            rig.serve(
                    List.of(balancer(address, http(otherwise(weighted("blue", 75, "green", 25))))),
                    List.of(group("blue", target(blue.port())), group("green", target(green.port()))));
            Map<String, Integer> counts = new TreeMap<>();
            try (Client client = new Client(address)) {
                for (int i = 0; i < 400; i++) {
                    counts.merge(client.get("/").receive().body(), 1, Integer::sum);
                }
            }
            assertThat(counts.get("green")).isBetween(92, 108);
        }
    }

    @Test
    void aCookieKeepsAClientAtItsTarget() throws IOException {
        try (Backend a = Backend.saying("a");
                Backend b = Backend.saying("b")) {
            rig.serve(
                    List.of(balancer(address, http(otherwise(Forward.to("g"))))),
                    List.of(group("g", sticky(new Stickiness.LbCookie(HOUR)), target(a.port()), target(b.port()))));
            try (Client client = new Client(address)) {
                Message first = client.get("/").receive();
                assertThat(first.all("set-cookie")).hasSize(2);
                String cookie = first.all("set-cookie").getFirst().split(";")[0];
                for (int i = 0; i < 10; i++) {
                    assertThat(client.get("/", "Cookie: x=y; " + cookie)
                                    .receive()
                                    .body())
                            .isEqualTo(first.body());
                }
            }
        }
    }

    @Test
    void theApplicationsCookieKeepsAClientAtItsTarget() throws IOException {
        Backend.Handler login = (request, exchange) -> {
            String body = Integer.toString(exchange.socket().getLocalPort());
            exchange.send("HTTP/1.1 200 OK\r\n"
                    + (request.path().equals("/login") ? "Set-Cookie: SESSION=1; Path=/\r\n" : "")
                    + "Content-Length: " + body.length() + "\r\n\r\n" + body);
        };
        try (Backend a = new Backend(login);
                Backend b = new Backend(login)) {
            rig.serve(
                    List.of(balancer(address, http(otherwise(Forward.to("g"))))),
                    List.of(group(
                            "g",
                            sticky(new Stickiness.AppCookie("SESSION", HOUR)),
                            target(a.port()),
                            target(b.port()))));
            try (Client client = new Client(address)) {
                assertThat(client.get("/").receive().all("set-cookie")).isEmpty();
                Message in = client.get("/login").receive();
                String own = in.all("set-cookie").getLast().split(";")[0];
                assertThat(own).startsWith("AWSALBAPP-0=");
                for (int i = 0; i < 10; i++) {
                    assertThat(client.get("/", "Cookie: SESSION=1; " + own)
                                    .receive()
                                    .body())
                            .isEqualTo(in.body());
                }
            }
        }
    }

    @Test
    void aCookieKeepsAClientInItsGroup() throws IOException {
        try (Backend blue = Backend.saying("blue");
                Backend green = Backend.saying("green")) {
            Action split = new Forward(weighted("blue", 1, "green", 1).groups(), HOUR);
            rig.serve(
                    List.of(balancer(address, http(otherwise(split)))),
                    List.of(group("blue", target(blue.port())), group("green", target(green.port()))));
            try (Client client = new Client(address)) {
                Message first = client.get("/").receive();
                String cookie = first.all("set-cookie").getFirst().split(";")[0];
                assertThat(cookie).startsWith("AWSALBTG=");
                for (int i = 0; i < 10; i++) {
                    Message next = client.get("/", "Cookie: " + cookie).receive();
                    assertThat(next.body()).isEqualTo(first.body());
                    assertThat(next.all("set-cookie")).isEmpty();
                }
            }
        }
    }

    @Test
    void attributesChangeWhatTheTargetGets() throws IOException {
        try (Backend backend = Backend.saying("a")) {
            LoadBalancerAttributes defaults = LoadBalancerAttributes.APPLICATION;
            rig.serve(
                    List.of(balancer(
                            address,
                            new LoadBalancerAttributes(
                                    defaults.idleTimeout(),
                                    defaults.clientKeepAlive(),
                                    XffMode.REMOVE,
                                    false,
                                    DesyncMode.STRICTEST,
                                    true,
                                    true,
                                    false,
                                    true),
                            http(otherwise(Forward.to("g"))))),
                    List.of(group("g", target(backend.port()))));
            try (Client client = new Client(address)) {
                client.get("/", "X-Forwarded-For: 1.2.3.4", "X_Under: 1", "X-Dash: 1")
                        .receive();
                Message request = backend.requests().getFirst();
                assertThat(request.field("x-forwarded-for")).isNull();
                assertThat(request.field("x_under")).isNull();
                assertThat(request.field("x-dash")).isEqualTo("1");
                assertThat(client.get("/", "Content-Length: 0").receive().status())
                        .isEqualTo(400);
            }
        }
    }

    @Test
    void loadBalancersThatShareAnAddressAreToldApartByTheirNames() throws IOException {
        try (Backend a = Backend.saying("a");
                Backend b = Backend.saying("b")) {
            var one = balancer(address, http(otherwise(Forward.to("a"))));
            var other = new berth.routing.LoadBalancer(
                    "other",
                    "other",
                    "other.elb.localhost",
                    berth.routing.LoadBalancer.Type.APPLICATION,
                    address,
                    LoadBalancerAttributes.APPLICATION,
                    List.of(http(otherwise(Forward.to("b")))));
            rig.serve(List.of(one, other), List.of(group("a", target(a.port())), group("b", target(b.port()))));
            try (Client client = new Client(address)) {
                client.send("GET / HTTP/1.1\r\nHost: other.elb.localhost:18080\r\n\r\n");
                assertThat(client.receive().body()).isEqualTo("b");
                client.send("GET / HTTP/1.1\r\nHost: " + one.dnsName() + "\r\n\r\n");
                assertThat(client.receive().body()).isEqualTo("a");
            }
        }
    }
}
