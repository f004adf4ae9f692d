package berth.agent.docker;

import berth.agent.engine.ContainerEngine.Watch;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.agent.engine.EngineFault;
import berth.agent.engine.LineListener;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Reads one container's log from its start, skips what is not wanted, and follows it to the container's exit.
///
/// One virtual thread reads and calls the listener; while the listener takes its time nothing more is read.
///
/// The engine may end a followed stream a moment before the container's last entries are in the log. So when the
/// container has exited, the log's last entry is asked for, which is cheap; if it is not certainly the one that was
/// seen last, the whole log is read again and the new lines are given.
final class LogFollower implements Watch, Runnable {
    private static final int EXIT_CHECKS = 40;
    private static final long EXIT_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final String EVERYTHING = "stdout=1&stderr=1&timestamps=1";

    private final DockerHttp http;
    private final String engineId;
    private final long fromLine;
    private final LineListener listener;
    private volatile boolean closed;
    private volatile @Nullable Response open;

    LogFollower(DockerHttp http, String engineId, long fromLine, LineListener listener) {
        this.http = http;
        this.engineId = engineId;
        this.fromLine = fromLine;
        this.listener = listener;
    }

    @Override
    public void run() {
        try {
            LogLines lines = new LogLines(listener, fromLine);
            read(lines, EVERYTHING + "&follow=1");
            if (closed) {
                return;
            }
            awaitExit();
            if (!closed && !seenLast(lines)) {
                lines = new LogLines(listener, Math.max(fromLine, lines.next()));
                read(lines, EVERYTHING);
            }
            if (!closed) {
                lines.end();
                listener.end();
            }
        } catch (EngineFailure e) {
            failed(e.fault().message());
        } catch (IOException e) {
            failed(http.unreachable(e).fault().message());
        }
    }

    private void failed(String message) {
        if (!closed) {
            listener.failed(message);
        }
    }

    private void read(LogLines lines, String query) throws EngineFailure, IOException {
        try (Response response = http.open("GET", "/containers/" + engineId + "/logs?" + query, Map.of())) {
            open = response;
            if (closed) {
                return;
            }
            requireOk(response);
            lines.read(new LogFrames(response.getBody()));
        } finally {
            open = null;
        }
    }

    /// The stream ends as the container does, give or take a moment. One that goes on running, or never ran, means that
    /// reading broke off.
    private void awaitExit() throws EngineFailure {
        for (int check = 0; check < EXIT_CHECKS && !closed; check++) {
            DockerHttp.Answer answer = http.get("/containers/" + engineId + "/json");
            if (!answer.ok()) {
                throw new EngineFailure(EngineErrors.call(answer.status(), answer.message()));
            }
            EngineContainer container = Inspection.container(answer.json());
            if (container.status() == Status.EXITED) {
                return;
            }
            if (container.status() == Status.CREATED) {
                throw new EngineFailure(EngineFault.Kind.REFUSED, "The container was not started yet");
            }
            LockSupport.parkNanos(EXIT_CHECK_NANOS);
        }
        throw new EngineFailure(EngineFault.Kind.UNAVAILABLE, "The engine ended the log stream of a running container");
    }

    private boolean seenLast(LogLines lines) throws EngineFailure, IOException {
        String query = EVERYTHING + "&tail=1";
        try (Response response = http.open("GET", "/containers/" + engineId + "/logs?" + query, Map.of())) {
            requireOk(response);
            LogFrames frames = new LogFrames(response.getBody());
            boolean seen = true;
            while (frames.next()) {
                seen = lines.isLast(frames);
            }
            return seen;
        }
    }

    private static void requireOk(Response response) throws EngineFailure, IOException {
        if (response.getStatusCode() >= 400) {
            var answer = new DockerHttp.Answer(
                    response.getStatusCode(), response.getBody().readAllBytes());
            throw new EngineFailure(EngineErrors.call(answer.status(), answer.message()));
        }
    }

    @Override
    public void close() {
        closed = true;
        Response response = open;
        if (response != null) {
            response.close();
        }
    }
}
