package berth.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Asks again until the answer is as wanted.
final class Until {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private Until() {}

    /// @throws AssertionError with the last answer, once the time is over
    static <T> T shown(Duration within, String what, Supplier<T> question, Predicate<T> wanted) {
        long deadline = System.nanoTime() + within.toNanos();
        while (true) {
            T answer = question.get();
            if (wanted.test(answer)) {
                return answer;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + within.toSeconds() + " s for " + what + "; last seen: " + answer);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// The page that a web server serves at an address of a running task.
    static String page(String address) {
        return page(address + ":80", "/");
    }

    static String page(String address, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return shown(
                    Duration.ofSeconds(10),
                    "a page at " + address,
                    () -> tried(client, request),
                    page -> !page.isEmpty());
        }
    }

    private static String tried(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
