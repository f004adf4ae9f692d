package berth.server.host;

import berth.agent.engine.ContainerEngine;
import berth.agent.engine.ContainerRequest;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineEvent;
import berth.agent.engine.EngineFacts;
import berth.agent.engine.Image;
import berth.agent.engine.LineListener;
import berth.agent.engine.PullPolicy;
import berth.agent.engine.Reply;
import berth.kernel.host.Interface;
import berth.kernel.host.RegistryCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An engine with what this machine adds to it: the logins of Docker's configuration for pulls that bring none, and a
/// word to the listeners when a VPC's network is there, before its first container starts; and the files of log routers
/// on its disk.
final class EquippedEngine implements ContainerEngine {
    private final ContainerEngine engine;
    private final Function<String, @Nullable RegistryCredentials> logins;
    private final Consumer<Interface> opened;
    private final RouterFiles files;

    EquippedEngine(
            ContainerEngine engine,
            Function<String, @Nullable RegistryCredentials> logins,
            Consumer<Interface> opened,
            RouterFiles files) {
        this.engine = engine;
        this.logins = logins;
        this.opened = opened;
        this.files = files;
    }

    @Override
    public void facts(Consumer<Reply<EngineFacts>> done) {
        engine.facts(done);
    }

    @Override
    public void list(Consumer<Reply<List<EngineContainer>>> done) {
        RouterFiles.Settled before = files.settled();
        engine.list(reply -> {
            if (reply instanceof Reply.Done<List<EngineContainer>>(var containers)) {
                files.sweep(before, containers);
            }
            done.accept(reply);
        });
    }

    @Override
    public void pull(
            String image, PullPolicy policy, @Nullable RegistryCredentials credentials, Consumer<Reply<Image>> done) {
        engine.pull(image, policy, credentials == null ? logins.apply(image) : credentials, done);
    }

    @Override
    public void openInterface(Interface networkInterface, Consumer<Reply<EngineContainer>> done) {
        engine.openInterface(networkInterface, reply -> {
            if (reply instanceof Reply.Done<EngineContainer>) {
                opened.accept(networkInterface);
            }
            done.accept(reply);
        });
    }

    @Override
    public void create(ContainerRequest request, Consumer<Reply<EngineContainer>> done) {
        if (RouterFiles.belongTo(request)) {
            files.write(request, reply -> created(request, reply, done));
        } else {
            engine.create(request, done);
        }
    }

    private void created(ContainerRequest request, Reply<String> written, Consumer<Reply<EngineContainer>> done) {
        switch (written) {
            case Reply.Done<String>(var directory) ->
                engine.create(request, reply -> {
                    files.made(request, reply);
                    done.accept(reply);
                });
            case Reply.Failed<String>(var fault) -> done.accept(new Reply.Failed<>(fault));
        }
    }

    @Override
    public void start(String engineId, Consumer<Reply<EngineContainer>> done) {
        engine.start(engineId, done);
    }

    @Override
    public void startAgain(String engineId, Instant ranAt, Consumer<Reply<EngineContainer>> done) {
        engine.startAgain(engineId, ranAt, done);
    }

    @Override
    public void stop(String engineId, Duration timeout, Consumer<Reply<EngineContainer>> done) {
        engine.stop(engineId, timeout, done);
    }

    @Override
    public void remove(String engineId, Consumer<Reply<Void>> done) {
        engine.remove(engineId, reply -> {
            if (reply instanceof Reply.Done<Void>) {
                files.removed(engineId);
            }
            done.accept(reply);
        });
    }

    @Override
    public void inspect(String engineId, Consumer<Reply<EngineContainer>> done) {
        engine.inspect(engineId, done);
    }

    @Override
    public Watch watch(Consumer<EngineEvent> listener) {
        return engine.watch(listener);
    }

    @Override
    public Watch follow(String engineId, long fromLine, LineListener listener) {
        return engine.follow(engineId, fromLine, listener);
    }

    @Override
    public void diskUse(Consumer<Reply<SortedMap<String, Long>>> done) {
        engine.diskUse(done);
    }

    @Override
    public void stats(String engineId, Consumer<Reply<String>> done) {
        engine.stats(engineId, done);
    }
}
