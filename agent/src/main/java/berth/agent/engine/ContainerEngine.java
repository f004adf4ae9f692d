package berth.agent.engine;

import berth.kernel.host.Interface;
import berth.kernel.host.RegistryCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An engine that runs containers, seen by one installation: only what carries that installation's label exists.
public interface ContainerEngine {

    /// What the engine and its machine are.
    void facts(Consumer<Reply<EngineFacts>> done);

    /// Every container of this installation, running or not, inspected.
    void list(Consumer<Reply<List<EngineContainer>>> done);

    /// Makes an image available and answers with its id and digest.
    ///
    /// @param image name with tag or digest, the image map applied
    /// @param policy when to ask the registry at all
    void pull(String image, PullPolicy policy, @Nullable RegistryCredentials credentials, Consumer<Reply<Image>> done);

    /// Creates and starts the pause container that owns an interface's namespace, with its network if that is
    /// missing. Asking again for the same interface answers with the container that exists.
    void openInterface(Interface networkInterface, Consumer<Reply<EngineContainer>> done);

    /// Creates a container. Asking again with the same name and the same labels answers with the one that exists.
    void create(ContainerRequest request, Consumer<Reply<EngineContainer>> done);

    /// Starts a created container and answers with its state just after. A container that runs or ran already
    /// is left as it is.
    void start(String engineId, Consumer<Reply<EngineContainer>> done);

    /// Starts a container that exited once more, in place, and answers with its state just after.
    ///
    /// @param ranAt when the run began that ended; a container that was started since is left as it is
    void startAgain(String engineId, Instant ranAt, Consumer<Reply<EngineContainer>> done);

    /// Sends the stop signal, waits, kills; answers once it has exited. One that does not run is left as it is.
    void stop(String engineId, Duration timeout, Consumer<Reply<EngineContainer>> done);

    /// Removes a container, by force. One that does not exist is done.
    void remove(String engineId, Consumer<Reply<Void>> done);

    /// One container, inspected. A container that does not exist is a failure of kind NOT_FOUND.
    void inspect(String engineId, Consumer<Reply<EngineContainer>> done);

    /// Tells of every change from now on, until closed. Reconnects by itself.
    Watch watch(Consumer<EngineEvent> listener);

    /// Reads a container's output from the given line on and follows it to its end.
    ///
    /// @param fromLine number of the first line wanted, counted from the container's start
    Watch follow(String engineId, long fromLine, LineListener listener);

    /// A sample of a running container's resource use, as the engine's own JSON (Docker's ContainerStats).
    void stats(String engineId, Consumer<Reply<String>> done);

    /// Bytes that each container of this installation wrote to the host's disk, by its id: its own layer, and the
    /// volumes of its task, each counted once. Those that are measured stand by their names. Costly: the engine
    /// walks through the files.
    void diskUse(Consumer<Reply<SortedMap<String, Long>>> done);

    /// Something that goes on until it is closed.
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
