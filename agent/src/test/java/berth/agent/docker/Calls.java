package berth.agent.docker;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.EngineFault;
import berth.agent.engine.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Waits for the engine's answers, and for conditions, each with a deadline.
final class Calls {
    static final Duration DEADLINE = Duration.ofSeconds(60);

    private Calls() {}

    static <T> Reply<T> reply(Consumer<Consumer<Reply<T>>> call) {
        CompletableFuture<Reply<T>> reply = new CompletableFuture<>();
        call.accept(reply::complete);
        try {
            return reply.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer of the engine", e);
        }
    }

    /// The value of a call that must succeed.
    static <T> T done(Consumer<Consumer<Reply<T>>> call) {
        return switch (reply(call)) {
            case Reply.Done<T>(T value) -> value;
            case Reply.Failed<T>(EngineFault fault) -> throw new AssertionError("the engine failed: " + fault);
        };
    }

    /// The fault of a call that must fail.
    static <T> EngineFault failed(Consumer<Consumer<Reply<T>>> call) {
        return switch (reply(call)) {
            case Reply.Done<T>(T value) -> throw new AssertionError("succeeded unexpectedly: " + value);
            case Reply.Failed<T>(EngineFault fault) -> fault;
        };
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline for " + what).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /// Something that may fail with an I/O error for a while.
    interface Attempt<T> {
        T run() throws IOException, InterruptedException;
    }

    static <T> T retry(Attempt<T> attempt) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            try {
                return attempt.run();
            } catch (IOException e) {
                assertThat(System.nanoTime()).as("deadline, last: " + e).isLessThan(deadline);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
    }
}
