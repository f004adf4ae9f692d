package berth.server.config;

import berth.agent.engine.PullPolicy;
import berth.kernel.Account;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads settings one by one and keeps what is wrong with them. A setting with a problem reads as its default.
final class SettingReader {
    private static final List<String> YES = List.of("true", "1", "yes", "on");
    private static final List<String> NO = List.of("false", "0", "no", "off", "");
    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug");
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d{1,2}");
    private static final Pattern ZONE = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d{1,2}[a-z]");

    /// A few beats may be lost.
    private static final Duration LEAST_FENCE = Duration.ofSeconds(10);

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:]+|localhost");

    private final Map<Setting, List<String>> options;
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    SettingReader(Map<Setting, List<String>> options, Map<String, String> environment) {
        this.options = options;
        this.environment = environment;
    }

    void problem(String text) {
        problems.add(text);
    }

    void failIfProblems() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    boolean flag(Setting setting) {
        String value = value(setting);
        if (value == null || NO.contains(value.toLowerCase(Locale.ROOT))) {
            return false;
        }
        if (!YES.contains(value.toLowerCase(Locale.ROOT))) {
            wrong(setting, value, "true or false");
        }
        return true;
    }

    int number(Setting setting, int otherwise, int least, int most) {
        String value = value(setting);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, with the range.
        }
        wrong(setting, value, "a number from " + least + " to " + most);
        return otherwise;
    }

    Duration duration(Setting setting, Duration otherwise, Duration least) {
        String value = value(setting);
        if (value == null) {
            return otherwise;
        }
        Duration parsed = Durations.parse(value).orElse(Duration.ofMillis(-1));
        if (parsed.compareTo(least) >= 0) {
            return parsed;
        }
        String floor = least.isZero() ? "" : ", at least " + least.toMillis() + "ms";
        wrong(setting, value, "a time such as 500ms, 40s, 10m or 1h" + floor);
        return otherwise;
    }

    InetAddress address(Setting setting) {
        String value = value(setting);
        if (value != null && ADDRESS.matcher(value).matches()) {
            try {
                return InetAddress.getByName(value);
            } catch (UnknownHostException e) {
                wrong(setting, value, "an IP address");
            }
        } else if (value != null) {
            wrong(setting, value, "an IP address");
        }
        return InetAddress.getLoopbackAddress();
    }

    @Nullable
    String text(Setting setting) {
        return value(setting);
    }

    /// Where ports are published on every address, one of them must be said.
    @Nullable
    InetAddress advertise() {
        if (value(Setting.ADVERTISE) != null) {
            return address(Setting.ADVERTISE);
        }
        if (value(Setting.JOIN) != null && address(Setting.PUBLISH_ADDRESS).isAnyLocalAddress()) {
            problem("--publish-address 0.0.0.0 needs --advertise: the address at which other machines reach this one.");
        }
        return null;
    }

    @Nullable
    String zone() {
        String value = value(Setting.ZONE);
        if (value != null && !ZONE.matcher(value).matches()) {
            wrong(Setting.ZONE, value, "the name of a zone, such as us-east-1b");
        }
        return value;
    }

    Duration fence() {
        Duration fence = duration(Setting.FENCE, Duration.ofMinutes(2), Duration.ZERO);
        if (!fence.isZero() && fence.compareTo(LEAST_FENCE) < 0) {
            problem("--fence needs at least " + LEAST_FENCE.toSeconds() + "s, or 0s for no end.");
        }
        return fence;
    }

    @Nullable
    Path file(Setting setting) {
        String value = value(setting);
        if (value == null) {
            return null;
        }
        Path path = Path.of(value);
        if (!Files.isReadable(path)) {
            wrong(setting, value, "a file that can be read");
        }
        return path;
    }

    /// A directory, which need not exist yet.
    @Nullable
    Path directory(Setting setting) {
        String value = value(setting);
        return value == null ? null : Path.of(value).toAbsolutePath();
    }

    Path data() {
        return data(value(Setting.DATA), environment);
    }

    static Path data(@Nullable String given, Map<String, String> environment) {
        if (given != null) {
            return Path.of(given).toAbsolutePath();
        }
        String share = environment.get("XDG_DATA_HOME");
        Path shares = share == null || share.isBlank() ? home(environment).resolve(".local/share") : Path.of(share);
        return shares.resolve("berth");
    }

    @Nullable
    String engine() {
        String value = value(Setting.ENGINE);
        if (value == null) {
            return null;
        }
        if (value.startsWith("/")) {
            return "unix://" + value;
        }
        if (!value.matches("(unix|tcp|https?)://.+")) {
            wrong(Setting.ENGINE, value, "a URL such as unix:///var/run/docker.sock or tcp://127.0.0.1:2375");
        }
        return value;
    }

    Account account() {
        String id = value(Setting.ACCOUNT);
        String region = value(Setting.REGION);
        if (id != null && !ACCOUNT.matcher(id).matches()) {
            wrong(Setting.ACCOUNT, id, "twelve digits");
        }
        if (region != null && !REGION.matcher(region).matches()) {
            wrong(Setting.REGION, region, "the name of a region, such as us-east-1");
        }
        return new Account(id == null ? Account.DEFAULT.id() : id, region == null ? Account.DEFAULT.region() : region);
    }

    PullPolicy pullPolicy() {
        String value = value(Setting.PULL);
        return switch (value == null ? "default" : value) {
            case "default" -> PullPolicy.DEFAULT;
            case "always" -> PullPolicy.ALWAYS;
            case "once" -> PullPolicy.ONCE;
            case "prefer-cached" -> PullPolicy.PREFER_CACHED;
            case String other -> {
                wrong(Setting.PULL, other, "default, always, once or prefer-cached");
                yield PullPolicy.DEFAULT;
            }
        };
    }

    /// Options one by one; in the variable, separated by commas.
    SequencedMap<String, String> imageMap() {
        List<String> pairs = options.get(Setting.IMAGE_MAP);
        if (pairs == null) {
            String variable = environment.getOrDefault(Setting.IMAGE_MAP.variable(), "");
            pairs = variable.isBlank() ? List.of() : List.of(variable.split(","));
        }
        SequencedMap<String, String> map = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                wrong(Setting.IMAGE_MAP, pair, "FROM=TO, for example nginx=registry.local/nginx:1");
            } else {
                map.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            }
        }
        return map;
    }

    Path dockerConfig() {
        String value = value(Setting.DOCKER_CONFIG);
        String docker = environment.get("DOCKER_CONFIG");
        Path given = value != null
                ? Path.of(value)
                : docker != null && !docker.isBlank()
                        ? Path.of(docker)
                        : home(environment).resolve(".docker");
        return given.getFileName() != null && given.getFileName().toString().endsWith(".json")
                ? given
                : given.resolve("config.json");
    }

    String logLevel() {
        String value = value(Setting.LOG_LEVEL);
        String level = value == null ? "info" : value.toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            wrong(Setting.LOG_LEVEL, level, "error, warn, info or debug");
        }
        return level;
    }

    private static Path home(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/")));
    }

    private @Nullable String value(Setting setting) {
        List<String> given = options.get(setting);
        if (given != null && !given.isEmpty()) {
            return given.getLast();
        }
        String variable = environment.get(setting.variable());
        return variable == null || variable.isBlank() ? null : variable;
    }

    private void wrong(Setting setting, String value, String wanted) {
        boolean option = options.containsKey(setting);
        problems.add("%s needs %s, not '%s'.".formatted(option ? setting.option() : setting.variable(), wanted, value));
    }
}
