package berth.server;

import berth.control.ecs.service.hook.HookCaller;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Calls functions of lifecycle hooks over HTTP: the very URL, no redirect, no proxy, no cookie; the whole
/// answer within its time and size.
public final class HttpHookCaller implements HookCaller, AutoCloseable {
    /// ECS: what a function may return at most is 6 MB; nothing that a hook says needs more than this.
    static final int LARGEST_ANSWER = 256 * 1024;

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Duration longest;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService deadlines;
    private final HttpClient client;
    private volatile boolean closed;

    public HttpHookCaller() {
        this(LONGEST);
    }

    /// @param longest how long one call may take
    HttpHookCaller(Duration longest) {
        this.longest = longest;
        this.deadlines = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("berth-hook-deadlines").factory());
        this.client = HttpClient.newBuilder()
                .executor(threads)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(CONNECT)
                .proxy(HttpClient.Builder.NO_PROXY)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public void call(String url, String payload, Consumer<Reply> done) {
        AtomicBoolean answered = new AtomicBoolean();
        Consumer<Reply> once = reply -> {
            // What ends because Berth ends says nothing about the function: the next Berth calls it again.
            if (!closed && answered.compareAndSet(false, true)) {
                done.accept(reply);
            }
        };
        try {
            threads.execute(() -> once.accept(callWithin(url, payload)));
        } catch (RejectedExecutionException e) {
            // Berth ends: the call is sent again by the one that comes after.
        }
    }

    private Reply callWithin(String url, String payload) {
        Thread caller = Thread.currentThread();
        ScheduledFuture<?> deadline = deadlines.schedule(caller::interrupt, longest.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return call(url, payload);
        } catch (InterruptedException e) {
            return late();
        } catch (HttpTimeoutException e) {
            return new Reply.Unreached("it can't be connected to within " + CONNECT.toSeconds() + " s.");
        } catch (IOException | IllegalArgumentException e) {
            return Thread.interrupted() || deadline.isDone() ? late() : new Reply.Unreached(said(e) + '.');
        } finally {
            deadline.cancel(false);
        }
    }

    private Reply call(String url, String payload) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .header("User-Agent", "Berth/" + Version.CURRENT)
                .POST(BodyPublishers.ofString(payload))
                .build();
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                return new Reply.Unreached("it answered with HTTP status " + response.statusCode() + '.');
            }
            byte[] bytes = body.readNBytes(LARGEST_ANSWER + 1);
            return bytes.length > LARGEST_ANSWER
                    ? new Reply.Unreached("it answered more than " + LARGEST_ANSWER + " bytes.")
                    : new Reply.Answered(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private Reply late() {
        return new Reply.Unreached("it did not answer within " + longest.toSeconds() + " s.");
    }

    private static String said(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        closed = true;
        deadlines.shutdownNow();
        threads.shutdownNow();
        client.shutdownNow();
    }
}
