package berth.server.config;

import berth.agent.engine.PullPolicy;
import berth.kernel.Account;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The settings of one run, checked.
///
/// @param port 0: any that is free
/// @param engine null: to be found
/// @param dockerConfig the file that holds registry passwords; may be missing
/// @param s3Directory null: in the data directory
/// @param advertise null: the publish address
/// @param zone null: the first of the region
/// @param fence zero: for ever
/// @param reservedMemory MiB
/// @param logDisk MiB of the file of log events that may be in use; 0: no bound
/// @param logLevel `error`, `warn`, `info` or `debug`
/// @param tlsCertificate null together with its key: plain HTTP
public record Config(
        int port,
        Path data,
        @Nullable String engine,
        Account account,
        boolean strict,
        boolean devCredentials,
        PullPolicy pull,
        SequencedMap<String, String> imageMap,
        Path dockerConfig,
        @Nullable Path s3Directory,
        InetAddress publishAddress,
        @Nullable InetAddress advertise,
        @Nullable String zone,
        Duration fence,
        Duration healthyAfter,
        Duration resyncInterval,
        Duration deploymentMinute,
        int warmPauses,
        int reservedMemory,
        Duration taskCleanupWait,
        int logDisk,
        String logLevel,
        InetAddress listen,
        @Nullable Path tlsCertificate,
        @Nullable Path tlsKey) {
    public Config {
        imageMap = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(imageMap));
    }

    /// The data directory that `--data` names, or the default one.
    public static Path dataDirectory(@Nullable String given, Map<String, String> environment) {
        String variable = environment.get(Setting.DATA.variable());
        boolean unset = variable == null || variable.isBlank();
        return SettingReader.data(given != null || unset ? given : variable, environment);
    }

    /// Puts together what the command line and the environment say.
    ///
    /// @param options values by setting, in their order; a switch has the value `true`
    /// @throws ConfigException with all problems
    public static Config of(Map<Setting, List<String>> options, Map<String, String> environment)
            throws ConfigException {
        SettingReader read = new SettingReader(options, environment);
        boolean strict = read.flag(Setting.STRICT);
        InetAddress listen = read.address(Setting.LISTEN);
        Path certificate = read.file(Setting.TLS_CERTIFICATE);
        Path key = read.file(Setting.TLS_KEY);
        boolean insecure = read.flag(Setting.INSECURE);
        if ((certificate == null) != (key == null)) {
            read.problem("--tls-certificate and --tls-key belong together: give both, or neither.");
        }
        if (!listen.isLoopbackAddress() && certificate == null && !insecure) {
            read.problem(("--listen %s lets other machines call Berth. Give --tls-certificate and --tls-key, or say"
                            + " --insecure if the network in between may read everything.")
                    .formatted(listen.getHostAddress()));
        }
        boolean devCredentials = read.flag(Setting.DEV_CREDENTIALS);
        if (devCredentials && !listen.isLoopbackAddress()) {
            read.problem("--dev-credentials admits a key that everybody knows; it can't be combined with --listen.");
        }
        Config config = new Config(
                read.number(Setting.PORT, 4566, 0, 65_535),
                read.data(),
                read.engine(),
                read.account(),
                strict,
                devCredentials,
                read.pullPolicy(),
                read.imageMap(),
                read.dockerConfig(),
                read.directory(Setting.S3_DIRECTORY),
                read.address(Setting.PUBLISH_ADDRESS),
                read.advertise(),
                read.zone(),
                read.fence(),
                read.duration(Setting.HEALTHY_AFTER, Duration.ofSeconds(strict ? 40 : 1), Duration.ZERO),
                read.duration(Setting.RESYNC_INTERVAL, Duration.ofSeconds(30), Duration.ofMillis(100)),
                read.duration(Setting.DEPLOYMENT_MINUTE, Duration.ofMinutes(1), Duration.ofMillis(1)),
                read.number(Setting.WARM_PAUSES, 3, 0, 100),
                read.number(Setting.RESERVED_MEMORY, 0, 0, Integer.MAX_VALUE),
                read.duration(Setting.TASK_CLEANUP_WAIT, Duration.ofMinutes(10), Duration.ZERO),
                read.number(Setting.LOG_DISK, 4096, 0, Integer.MAX_VALUE),
                read.logLevel(),
                listen,
                certificate,
                key);
        read.failIfProblems();
        return config;
    }
}
