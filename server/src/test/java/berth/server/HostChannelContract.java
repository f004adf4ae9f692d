package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Host;
import berth.kernel.Resources;
import berth.kernel.host.Beat;
import berth.kernel.host.Desired;
import berth.kernel.host.HostChannel;
import berth.kernel.host.HostFacts;
import berth.kernel.host.Lease;
import berth.kernel.host.LogBatch;
import berth.kernel.host.Observed;
import berth.server.directory.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a host channel promises, in one process and over a websocket alike, with the control plane that is shipped.
abstract class HostChannelContract {
    static final String ID = "0123456789abcdef";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Path folder;

    final List<Desired> told = new CopyOnWriteArrayList<>();
    final List<Lease> leases = new CopyOnWriteArrayList<>();
    BerthServer berth;
    HostChannel.Upstream upstream;

    HostChannelContract() {
        try {
            folder = Files.createTempDirectory("berth-channel-");
            berth = ApiCalls.start(folder.resolve("data"), "--fence", "45s", "--resync-interval", "500ms");
            upstream = connect(berth);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    abstract HostChannel.Upstream connect(BerthServer to) throws Exception;

    @AfterEach
    void stop() throws Exception {
        berth.close();
        Shell.run("rm", "-rf", folder.toString());
    }

    @Test
    void aHostThatJoinsIsConnectedAndToldWhatToRun() {
        join(1);
        eventually("it is connected", () -> known() && host().connected());
        eventually("it is told", () -> !told.isEmpty());
        assertThat(told.getFirst().hostId()).isEqualTo(ID);
        assertThat(host().zone()).isEqualTo("us-east-1c");
        assertThat(host().address()).isEqualTo("192.0.2.7");
    }

    @Test
    void aBeatOfTheCurrentSessionIsAnsweredWithTheFence() {
        join(5);
        eventually("it is connected", this::known);
        upstream.beat(new Beat(ID, 4, 1));
        upstream.beat(new Beat(ID, 5, 2));
        eventually("the lease is renewed", () -> !leases.isEmpty());
        assertThat(leases).containsExactly(new Lease(2, Duration.ofSeconds(45)));
    }

    @Test
    void aLateJoiningOfAnOlderSessionChangesNothing() {
        join(5);
        eventually("it is connected", this::known);
        join(4);
        upstream.beat(new Beat(ID, 5, 1));
        eventually("the newer session is answered", () -> leases.size() == 1);
        assertThat(host().session()).isEqualTo(5);
    }

    @Test
    void reportsMayComeTwiceAndLate() {
        join(1);
        eventually("it is told", () -> !told.isEmpty());
        long version = told.getLast().version();
        Observed report = new Observed(ID, 1, 1, version, true, List.of(), List.of());
        upstream.observed(report);
        upstream.observed(report);
        upstream.observed(new Observed(ID, 0, 9, version, true, List.of(), List.of()));
        upstream.beat(new Beat(ID, 1, 1));
        eventually("it is still answered", () -> !leases.isEmpty());
    }

    @Test
    void linesAreAcknowledgedAndABatchThatComesTwiceIsStoredOnce() throws Exception {
        join(1);
        eventually("it is connected", this::known);
        // A stream is made with the task that writes to it; lines for none are dropped.
        ApiCalls calls = new ApiCalls(berth.url(), DataDirectory.readAccessKey(folder.resolve("data")));
        assertThat(calls.logs("CreateLogGroup", "{\"logGroupName\":\"g\"}").statusCode())
                .isEqualTo(200);
        assertThat(calls.logs("CreateLogStream", "{\"logGroupName\":\"g\",\"logStreamName\":\"s\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(position()).isZero();
        LogBatch batch = new LogBatch("g", "s", "c", 0, List.of(new LogBatch.Line(Instant.EPOCH, "one")), false);
        assertThat(append(batch)).isEqualTo(1);
        assertThat(append(batch)).isEqualTo(1);
        assertThat(position()).isEqualTo(1);
    }

    long append(LogBatch batch) throws Exception {
        CompletableFuture<Long> next = new CompletableFuture<>();
        upstream.log(ID, batch, next::complete);
        return next.get(20, TimeUnit.SECONDS);
    }

    long position() throws Exception {
        CompletableFuture<Long> next = new CompletableFuture<>();
        upstream.logPosition(ID, "g", "s", "c", next::complete);
        return next.get(20, TimeUnit.SECONDS);
    }

    void join(long session) {
        upstream.joined(facts(ID, session), new HostChannel() {
            @Override
            public void send(Desired desired) {
                told.add(desired);
            }

            @Override
            public void renew(Lease lease) {
                leases.add(lease);
            }
        });
    }

    static HostFacts facts(String id, long session) {
        return new HostFacts(
                id,
                "elsewhere",
                new Resources(1024, 2048),
                List.of(22),
                "x86_64",
                "20.10.24",
                "0.1.0",
                session,
                "0.0.0.0",
                "us-east-1c",
                "192.0.2.7");
    }

    boolean known() {
        return berth.control().published().find(InstanceViews.HOSTS, ID) != null;
    }

    Host host() {
        return Objects.requireNonNull(berth.control().published().find(InstanceViews.HOSTS, ID));
    }

    static void eventually(String what, java.util.function.BooleanSupplier holds) {
        TestBerth.await(SOON, what, holds::getAsBoolean, held -> held);
    }
}
