package berth.agent.task;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.Mount;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Firelens;
import berth.kernel.host.LogRoute;
import berth.kernel.host.NetworkMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What a log router, and those that log through it, get besides what their definition says.
///
/// The engine's driver `fluentd` brings the lines to a socket in a directory of the task, which the router sees as
/// `/var/run`. It connects whenever the router listens, so that neither has to be first.
///
/// Worked example: `web` of task 0123abcd logs through `router`, a fluentbit. `router` reads
/// `firelens/0123abcd/router.conf` of the data directory as `/fluent-bit/etc/fluent-bit.conf`; lines of `web` go to
/// `firelens/0123abcd/run/fluent.sock` with the tag `web-firelens-0123abcd`, and `web` can send records of its own to
/// FLUENT_HOST and FLUENT_PORT, which in bridge mode is the router's address.
///
/// ECS: the same driver, tag, mounts and variables.
final class FirelensRequests {
    private FirelensRequests() {}

    static Optional<DesiredContainer> router(DesiredTask task) {
        return task.containers().stream()
                .filter(container -> container.ties().firelens() != null)
                .findFirst();
    }

    private static String directory(RequestConfig config, DesiredTask task) {
        return config.firelens() + '/' + task.id();
    }

    static List<Mount> mounts(RequestConfig config, DesiredTask task, Firelens router, TaskNow now) {
        String directory = directory(config, task);
        List<Mount> mounts = new ArrayList<>();
        mounts.add(new Mount.Path(directory + "/run", "/var/run", false));
        mounts.add(new Mount.Text(
                directory + "/router.conf",
                router.type().file(),
                FirelensConfiguration.text(task, router, config.ec2InstanceId())));
        String object = router.object();
        if (object != null) {
            mounts.add(new Mount.Text(
                    directory + "/external.conf",
                    router.type().external(),
                    now.files().getOrDefault(object, "")));
        }
        return mounts;
    }

    /// Of the driver `fluentd`.
    ///
    /// @param options of `awsfirelens`
    static SequencedMap<String, String> logOptions(
            RequestConfig config, DesiredTask task, DesiredContainer container, SequencedMap<String, String> options) {
        SequencedMap<String, String> driver = new LinkedHashMap<>();
        driver.put("fluentd-address", "unix://" + directory(config, task) + "/run/fluent.sock");
        driver.put("fluentd-async", "true");
        driver.put("fluentd-sub-second-precision", "true");
        driver.put("tag", container.name() + "-firelens-" + task.id());
        String limit = options.get(Firelens.BUFFER_LIMIT);
        if (limit != null) {
            driver.put("fluentd-buffer-limit", limit);
        }
        return driver;
    }

    /// Where the router takes records by the forward protocol, for a container that logs through it.
    static SequencedMap<String, String> environment(DesiredTask task, DesiredContainer container, TaskNow now) {
        SequencedMap<String, String> environment = new LinkedHashMap<>();
        Optional<DesiredContainer> router = router(task);
        if (container.log() instanceof LogRoute.Router
                && router.isPresent()
                && !ContainerSettings.on(container.settings().disableNetworking())) {
            String host =
                    host(task.networkMode(), now.container(router.get().name()).engine());
            if (host != null) {
                environment.put("FLUENT_HOST", host);
                environment.put("FLUENT_PORT", String.valueOf(Firelens.PORT));
            }
        }
        return environment;
    }

    private static @Nullable String host(NetworkMode mode, @Nullable EngineContainer router) {
        return switch (mode) {
            case AWSVPC -> "127.0.0.1";
            case BRIDGE -> router == null ? null : router.address();
            case HOST, NONE -> null;
        };
    }
}
