package berth.agent;

import berth.agent.engine.ContainerEngine;
import berth.agent.engine.Image;
import berth.agent.engine.PullPolicy;
import berth.agent.engine.Reply;
import berth.kernel.host.RegistryCredentials;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Pulls an image once for all tasks that ask for it with the same credentials at the same time.
final class Pulls {
    private final ContainerEngine engine;
    private final PullPolicy policy;
    private final Map<Wanted, List<Consumer<Reply<Image>>>> waiting = new LinkedHashMap<>();

    private record Wanted(String image, @Nullable RegistryCredentials credentials) {}

    Pulls(ContainerEngine engine, PullPolicy policy) {
        this.engine = engine;
        this.policy = policy;
    }

    /// @param onLoop brings the engine's answer to the loop
    void pull(
            String image,
            @Nullable RegistryCredentials credentials,
            Consumer<Runnable> onLoop,
            Consumer<Reply<Image>> done) {
        Wanted wanted = new Wanted(image, credentials);
        List<Consumer<Reply<Image>>> others = waiting.get(wanted);
        if (others != null) {
            others.add(done);
            return;
        }
        waiting.put(wanted, new ArrayList<>(List.of(done)));
        engine.pull(
                image,
                policy,
                credentials,
                reply -> onLoop.accept(() -> {
                    List<Consumer<Reply<Image>>> all = waiting.remove(wanted);
                    if (all != null) {
                        all.forEach(one -> one.accept(reply));
                    }
                }));
    }
}
