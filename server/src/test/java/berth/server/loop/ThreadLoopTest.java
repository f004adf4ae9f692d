package berth.server.loop;

import static org.assertj.core.api.Assertions.assertThat;

import berth.kernel.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadLoopTest {
    private final ThreadLoop loop = new ThreadLoop("test-loop");

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void tasksRunOneAtATimeInTheOrderInWhichTheyWereGiven() throws Exception {
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            int number = i;
            loop.execute(() -> seen.add(number));
        }
        finished();

        assertThat(seen).isEqualTo(IntStream.range(0, 100_000).boxed().toList());
    }

    @Test
    void noTaskIsForgottenWhenManyThreadsGiveThem() throws Exception {
        int[] count = {0};
        CountDownLatch given = new CountDownLatch(4);
        for (int thread = 0; thread < 4; thread++) {
            Thread.startVirtualThread(() -> {
                for (int i = 0; i < 20_000; i++) {
                    loop.execute(() -> count[0]++);
                }
                given.countDown();
            });
        }
        assertThat(given.await(10, TimeUnit.SECONDS)).isTrue();
        finished();

        assertThat(count[0]).isEqualTo(80_000);
    }

    @Test
    void timersRunInTheOrderOfTheirTimes() throws Exception {
        List<String> seen = new ArrayList<>();
        CompletableFuture<Void> last = new CompletableFuture<>();
        loop.schedule(Duration.ofMillis(60), () -> last.complete(null));
        loop.schedule(Duration.ofMillis(40), () -> seen.add("forty"));
        loop.schedule(Duration.ofMillis(20), () -> seen.add("twenty"));
        loop.schedule(Duration.ZERO, () -> seen.add("zero"));
        last.get(10, TimeUnit.SECONDS);

        assertThat(seen).containsExactly("zero", "twenty", "forty");
    }

    @Test
    void aCancelledTimerDoesNotRun() throws Exception {
        List<String> seen = new ArrayList<>();
        CompletableFuture<Void> later = new CompletableFuture<>();
        Loop.Timer timer = loop.schedule(Duration.ofMillis(20), () -> seen.add("cancelled"));
        loop.schedule(Duration.ofMillis(50), () -> later.complete(null));
        timer.cancel();
        later.get(10, TimeUnit.SECONDS);

        assertThat(seen).isEmpty();
    }

    @Test
    void aTaskThatFailsEndsNothingButItself() throws Exception {
        loop.execute(() -> {
            throw new IllegalStateException("meant to be seen in this test's output");
        });

        finished();
    }

    private void finished() throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> done.complete(null));
        done.get(10, TimeUnit.SECONDS);
    }
}
