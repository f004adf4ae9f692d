package berth.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// As much load as a proxy bears, by wrk.
final class Load {
    private static final Pattern COUNT = Pattern.compile("(\\d+) requests in ([0-9.]+)s");
    private static final Pattern ERRORS = Pattern.compile("(Non-2xx[^\\n]*|Socket errors[^\\n]*)");

    private Load() {}

    /// @param requests that were answered, in so many seconds
    record Most(long requests, double seconds) {
        double perSecond() {
            return requests / seconds;
        }
    }

    static Most most(String url, int connections, int seconds) throws IOException, InterruptedException {
        Process wrk = new ProcessBuilder(
                        "wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--timeout", "10s", url)
                .redirectErrorStream(true)
                .start();
        String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        wrk.waitFor();
        Matcher errors = ERRORS.matcher(output);
        Matcher count = COUNT.matcher(output);
        if (errors.find() || !count.find()) {
            throw new IOException("wrk on " + url + " says: " + output);
        }
        return new Most(Long.parseLong(count.group(1)), Double.parseDouble(count.group(2)));
    }
}
