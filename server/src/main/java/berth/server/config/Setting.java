package berth.server.config;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// The settings of `up` and of `agent`. Each is an option and a variable: `--healthy-after 5s`,
/// `BERTH_HEALTHY_AFTER=5s`. The option
/// wins.
public enum Setting {
    PORT("--port", "N", "4566", "port of the API; 0: any that is free"),
    DATA("--data", "DIR", "~/.local/share/berth", "where state, logs and credentials are kept"),
    ENGINE("--engine", "URL", "found by itself", "the container engine, for example unix:///var/run/docker.sock"),
    ACCOUNT("--account", "ID", "000000000000", "the account that Berth speaks for"),
    REGION("--region", "NAME", "us-east-1", "the region that Berth speaks for"),
    STRICT("--strict", "", "off", "refuse exactly as ECS does, instead of helping and saying so"),
    DEV_CREDENTIALS("--dev-credentials", "", "off", "admit the key test/test, from loopback only"),
    PULL("--pull", "POLICY", "default", "when a registry is asked: default, always, once or prefer-cached"),
    IMAGE_MAP("--image-map", "FROM=TO", "none", "use another image for a name; may be repeated"),
    DOCKER_CONFIG("--docker-config", "PATH", "~/.docker", "config.json with registry passwords, or its directory"),
    S3_DIRECTORY(
            "--s3-directory", "DIR", "s3 in the data directory", "stands for S3: environment files are DIR/bucket/key"),
    PUBLISH_ADDRESS("--publish-address", "IP", "127.0.0.1", "where ports of bridge tasks are published"),
    ADVERTISE("--advertise", "IP", "the publish address", "where other machines reach what is published here"),
    ZONE("--zone", "NAME", "the first of the region", "the availability zone that this machine stands for"),
    FENCE("--fence", "TIME", "2m", "how long tasks of a host that can't be heard may go on; 0s: for ever, as in ECS"),
    HEALTHY_AFTER("--healthy-after", "TIME", "1s; 40s with --strict", "how long RUNNING makes a task count as healthy"),
    RESYNC_INTERVAL("--resync-interval", "TIME", "30s", "how often everything is looked at without a cause"),
    DEPLOYMENT_MINUTE("--deployment-minute", "TIME", "1m", "for tests: length of a minute of bake times and hooks"),
    WARM_PAUSES("--warm-pauses", "N", "3", "network namespaces kept ready for awsvpc tasks"),
    RESERVED_MEMORY("--reserved-memory", "MIB", "0", "memory of the machine that tasks don't get"),
    TASK_CLEANUP_WAIT("--task-cleanup-wait", "TIME", "10m", "how long stopped containers stay for a look"),
    LOG_DISK("--log-disk", "MIB", "4096", "what log events may take on the disk; the oldest go first; 0: no bound"),
    LOG_LEVEL("--log-level", "LEVEL", "info", "error, warn, info or debug"),
    LISTEN("--listen", "IP", "127.0.0.1", "address of the API; any but loopback needs TLS or --insecure"),
    TLS_CERTIFICATE("--tls-certificate", "FILE", "none", "certificate chain in PEM: the API speaks TLS"),
    TLS_KEY("--tls-key", "FILE", "none", "its private key in PEM (PKCS#8)"),
    INSECURE("--insecure", "", "off", "allow --listen or --join without TLS: readable by anybody on the way"),
    JOIN("--join", "URL", "none", "the control plane that this host belongs to, for example https://10.0.0.1:4566"),
    KEY("--key", "FILE", "none", "the file with this host's key, as ./berth host add printed it"),
    TLS_CA("--tls-ca", "FILE", "the JDK's", "certificates in PEM that the control plane's is checked against");

    private static final Set<Setting> ONLY_AGENT = EnumSet.of(JOIN, KEY, TLS_CA);
    private static final Set<Setting> OF_AGENT = EnumSet.of(
            PORT,
            DATA,
            ENGINE,
            REGION,
            PULL,
            IMAGE_MAP,
            DOCKER_CONFIG,
            S3_DIRECTORY,
            PUBLISH_ADDRESS,
            ADVERTISE,
            ZONE,
            RESYNC_INTERVAL,
            RESERVED_MEMORY,
            TASK_CLEANUP_WAIT,
            LOG_LEVEL,
            INSECURE,
            JOIN,
            KEY,
            TLS_CA);

    private final String option;
    private final String placeholder;
    private final String shownDefault;
    private final String description;

    Setting(String option, String placeholder, String shownDefault, String description) {
        this.option = option;
        this.placeholder = placeholder;
        this.shownDefault = shownDefault;
        this.description = description;
    }

    /// Whether `berth up` has it.
    public boolean ofUp() {
        return !ONLY_AGENT.contains(this);
    }

    /// Whether `berth agent` has it.
    public boolean ofAgent() {
        return OF_AGENT.contains(this);
    }

    public String option() {
        return option;
    }

    /// What stands for the value in a usage text; empty for a switch.
    public String placeholder() {
        return placeholder;
    }

    public boolean isSwitch() {
        return placeholder.isEmpty();
    }

    public String shownDefault() {
        return shownDefault;
    }

    public String description() {
        return description;
    }

    /// The name of its environment variable.
    public String variable() {
        return "BERTH_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
