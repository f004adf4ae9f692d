package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.instance.InstanceViews;
import berth.kernel.host.Beat;
import berth.kernel.host.Desired;
import berth.kernel.host.HostChannel;
import berth.server.channel.ControlLine;
import berth.server.channel.JoinKey;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The channel over a websocket, and who is let in.
class HostChannelOverWebsocketTest extends HostChannelContract {
    private final List<ControlLine> lines = new CopyOnWriteArrayList<>();
    private static final JoinKey KEY = JoinKey.random("rack-2", new SecureRandom());

    @Override
    HostChannel.Upstream connect(BerthServer to) throws Exception {
        CompletableFuture<String> added = new CompletableFuture<>();
        to.control().hostKeys().add(KEY.name(), KEY.hash(), refusal -> added.complete(refusal == null ? "" : refusal));
        assertThat(added.get(20, TimeUnit.SECONDS)).isEmpty();
        AtomicInteger connected = new AtomicInteger();
        ControlLine line = line(to, KEY, connected);
        eventually("it is connected", () -> connected.get() == 1);
        return line;
    }

    private static ControlLine line(BerthServer to, JoinKey key, AtomicInteger connected) {
        ControlLine line =
                new ControlLine(URI.create(to.url()), key, null, connected::incrementAndGet, (Desired desired) -> {});
        line.start();
        return line;
    }

    @AfterEach
    void closeLines() throws Exception {
        ((ControlLine) upstream).close();
        lines.forEach(ControlLine::close);
    }

    @Test
    void theOperatorsNameIsTheHostsName() {
        join(1);
        eventually("it is known", this::known);
        assertThat(host().name()).isEqualTo("rack-2");
    }

    @Test
    void aLineThatEndsDisconnectsItsHost() {
        join(1);
        eventually("it is connected", () -> known() && host().connected());
        ((ControlLine) upstream).close();
        eventually("it is disconnected", () -> !host().connected());
    }

    @Test
    void aHostSpeaksForItselfAlone() {
        join(1);
        eventually("it is known", this::known);
        upstream.beat(new Beat("fedcba9876543210", 1, 1));
        upstream.beat(new Beat(ID, 1, 2));
        eventually("its own beat is answered", () -> !leases.isEmpty());
        assertThat(leases).hasSize(1);
    }

    @Test
    void theKeyOfOneHostLetsNoOtherOneIn() throws Exception {
        join(1);
        eventually("it is known", this::known);
        AtomicInteger connected = new AtomicInteger();
        ControlLine other = line(berth, KEY, connected);
        lines.add(other);
        eventually("the other is connected", () -> connected.get() >= 1);
        other.joined(facts("fedcba9876543210", 1), desired -> {});
        eventually("it is shut out and tries again", () -> connected.get() >= 2);
        assertThat(berth.control().published().find(InstanceViews.HOSTS, "fedcba9876543210"))
                .isNull();
    }

    @Test
    void aKeyThatWasRevokedLetsNobodyIn() throws Exception {
        join(1);
        eventually("it is known", this::known);
        CompletableFuture<String> removed = new CompletableFuture<>();
        berth.control()
                .hostKeys()
                .remove(KEY.name(), false, refusal -> removed.complete(refusal == null ? "" : refusal));
        assertThat(removed.get(20, TimeUnit.SECONDS)).isEmpty();
        assertThat(known()).isFalse();
        AtomicInteger connected = new AtomicInteger();
        lines.add(line(berth, KEY, connected));
        assertThat(upgrade("Bearer " + KEY.text())).contains("401").doesNotContain(KEY.secret());
        assertThat(upgrade(
                        "Bearer " + JoinKey.random("rack-2", new SecureRandom()).text()))
                .contains("401");
        assertThat(upgrade("Basic eDp5")).contains("401");
        assertThat(connected).hasValue(0);
    }

    /// The first line of the answer to a hand-made upgrade.
    private String upgrade(String authorization) throws Exception {
        URI uri = URI.create(berth.url());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET /_berth/host HTTP/1.1\r\nHost: " + uri.getAuthority()
                                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                                    + "\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="
                                    + "\r\nSec-WebSocket-Protocol: berth-host.1\r\nAuthorization: " + authorization
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
