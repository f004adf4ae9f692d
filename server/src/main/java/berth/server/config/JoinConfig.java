package berth.server.config;

import berth.server.channel.JoinKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How an agent finds its control plane.
///
/// @param control `http` or `https`, host and port
/// @param key what lets this host in
/// @param authority certificates in PEM that are trusted instead of the JDK's own, or null
public record JoinConfig(URI control, JoinKey key, @Nullable Path authority) {

    /// @throws ConfigException with all problems
    public static JoinConfig of(Map<Setting, List<String>> options, Map<String, String> environment)
            throws ConfigException {
        SettingReader read = new SettingReader(options, environment);
        URI control = control(read, read.flag(Setting.INSECURE));
        JoinKey key = key(read);
        Path authority = read.file(Setting.TLS_CA);
        read.failIfProblems();
        if (control == null || key == null) {
            throw new IllegalStateException("a problem was not said");
        }
        return new JoinConfig(control, key, authority);
    }

    private static @Nullable URI control(SettingReader read, boolean insecure) {
        String given = read.text(Setting.JOIN);
        if (given == null) {
            read.problem("--join says where the control plane is, for example https://berth.example:4566.");
            return null;
        }
        URI uri = parsed(given);
        if (uri == null || uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
            read.problem("--join needs a URL such as https://berth.example:4566, not '" + given + "'.");
            return null;
        }
        if (uri.getScheme().equals("http") && !insecure && !isLoopback(uri.getHost())) {
            read.problem(
                    ("--join %s would send this host's key, and what tasks are given, readable by anybody on the way."
                                    + " Give https, or say --insecure.")
                            .formatted(given));
        }
        return uri;
    }

    private static @Nullable URI parsed(String given) {
        try {
            return URI.create(given);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /// What is wrong with the file is said, never what is in it.
    private static @Nullable JoinKey key(SettingReader read) {
        Path file = read.file(Setting.KEY);
        if (file == null || !Files.isReadable(file)) {
            read.problem("--key names the file with this host's key. Make one where Berth runs: ./berth host add NAME");
            return null;
        }
        try {
            JoinKey key = JoinKey.parse(Files.readString(file)).orElse(null);
            if (key == null) {
                read.problem("--key " + file + " holds no key as ./berth host add prints it.");
            }
            return key;
        } catch (IOException e) {
            read.problem("--key " + file + " can't be read: " + e.getClass().getSimpleName() + '.');
            return null;
        }
    }
}
