package berth.conformance;

import berth.agent.docker.TestEngine;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Images that stand for those of the real task definitions, made on the test engine and reached by `--image-map`.
/// Those
/// of MySQL, WordPress, Postgres, Node, Java, nginx and the exporter hold the programs of Debian's packages; the others
/// are busybox with scripts under the names of the programs that the definitions call.
final class StandIns implements AutoCloseable {
    private static final String JAVA = "exec /usr/lib/jvm/java-17-openjdk-*/bin/java";
    private static final String STAY = "; trap exit TERM; sleep 100000 & wait";
    private static final String INSTALL = "while [ $# -gt 0 ]; do mkdir -p \"${1%/*}\"; printf '%s\\n' \"$2\" >\"$1\";"
            + " chmod 755 \"$1\"; shift 2; done; mkdir -p /var/www /var/lib/mysql;"
            + " ln -s /usr/share/wordpress /var/www/html";

    private final Map<String, String> byImage = new TreeMap<>();
    private final List<String> made = new ArrayList<>();

    StandIns() {
        byImage.put("nginx:1.27", "nginx:latest");
        databases();
        services();
        jobs();
    }

    private void databases() {
        String maria = debian("mariadb", "mariadb-server-core", "mariadb-client-core", "--", "mariadb-server");
        make(
                "mysql:8.0",
                maria,
                "CMD " + words("docker-entrypoint"),
                "/bin/docker-entrypoint",
                resource("docker-entrypoint-mysql"),
                "/bin/mysqladmin",
                script("exec mariadb -h 127.0.0.1 -uroot -p$MYSQL_ROOT_PASSWORD -e 'SELECT 1'"));
        String postgres = debian("postgres", "postgresql-15", "postgresql-client-15");
        make(
                "postgres:16",
                postgres,
                "ENTRYPOINT " + words("docker-entrypoint"),
                "/bin/docker-entrypoint",
                resource("docker-entrypoint-postgres"),
                "/bin/psql",
                script("exec /usr/lib/postgresql/15/bin/psql \"$@\""),
                "/bin/pg_isready",
                script("exec /usr/lib/postgresql/15/bin/pg_isready \"$@\""));
    }

    private void services() {
        String wordPress = debian(
                "wordpress",
                "php8.2-cli",
                "php8.2-mysql",
                "--",
                "php8.2-common",
                "tzdata",
                "wordpress",
                "wordpress-theme-twentytwentythree",
                "php-getid3",
                "libphp-phpmailer");
        make(
                "wordpress:6.5-apache",
                wordPress,
                "CMD " + words("apache2-foreground"),
                "/bin/apache2-foreground",
                resource("apache2-foreground"));
        String java = debian("java", "openjdk-17-jre-headless");
        make(
                "registry.example.com/shop/orders:1.4.2",
                java,
                "CMD " + words("sh", "-c", JAVA + " /srv/Orders.java"),
                "/srv/Orders.java",
                resource("Orders.java"));
        make(
                "registry.example.com/shop/log-router:2",
                java,
                "CMD " + words("sh", "-c", JAVA + " -Xmx64m /srv/StandInRouter.java /fluent-bit/etc/fluent-bit.conf"),
                "/srv/StandInRouter.java",
                router(),
                "/fluent-bit/configs/shop.conf",
                resource("shop.conf"));
        make(
                "registry.example.com/shop/storefront:5",
                debian("node", "nodejs", "libnode108", "--", "node-cjs-module-lexer", "node-undici", "node-acorn"),
                "CMD " + words("node"),
                "/srv/server.js",
                resource("server.js"));
        make(
                "quay.io/prometheus/node-exporter:v1.8.1",
                debian("exporter", "prometheus-node-exporter"),
                "ENTRYPOINT " + words("/usr/bin/prometheus-node-exporter"));
        server("amazon/aws-xray-daemon:3.x", "echo state >/tmp/state; touch /root-file" + STAY);
        server("envoyproxy/envoy:v1.30-latest", "id -u; wget -q -O - http://127.0.0.1:8080/health" + STAY);
        server("registry.example.com/shop/shipping:7", "echo GET /healthcheck; echo order 7 shipped" + STAY);
        server("registry.example.com/shop/labels:4", "echo debug 300 dpi; echo label 7 printed" + STAY);
        server("registry.example.com/shop/billing:3", "cat /flyway/out/schema; touch /flyway/out/mine 2>&1" + STAY);
    }

    private void jobs() {
        make(
                "registry.example.com/reports/worker:2024.6",
                "busybox",
                "CMD " + words("false"),
                "/bin/report",
                script("echo \"$REPORT_NAME report, $TZ, $PWD\""));
        program("flyway/flyway:10", "flyway", "echo \"schema ${1}d\" >/flyway/out/schema");
        program(
                "registry.example.com/data/etl:latest",
                "etl",
                "echo \"$STAGE, $WORKERS workers: $*\"; [ \"$1\" = load ] || exit 3");
    }

    /// The options of `up` that map each image to its stand-in.
    List<String> options() {
        List<String> options = new ArrayList<>();
        byImage.forEach((image, standIn) -> options.addAll(List.of("--image-map", image + '=' + standIn)));
        return options;
    }

    /// Those of packages stay for the next time, as nginx and busybox do.
    @Override
    public void close() {
        made.forEach(image -> TestEngine.docker("rmi", "-f", image));
    }

    /// An image whose CMD is a script.
    private void server(String image, String script) {
        make(image, "busybox", "CMD " + words("sh", "-c", script));
    }

    /// An image whose ENTRYPOINT is a program, so that a definition's command is its arguments.
    private void program(String image, String name, String script) {
        make(image, "busybox", "ENTRYPOINT " + words("/bin/" + name), "/bin/" + name, script(script));
    }

    /// @param files path and content of each
    private void make(String image, String from, String change, String... files) {
        String standIn = "berth-stand-in-" + image.replaceAll("[^a-z0-9]+", "-") + ":test";
        List<String> run = new ArrayList<>(List.of("run", "-d", from, "sh", "-c", INSTALL, "sh"));
        run.addAll(List.of(files));
        String container = TestEngine.docker(run.toArray(String[]::new));
        TestEngine.docker("wait", container);
        TestEngine.docker("commit", "--change", change, container, standIn);
        TestEngine.docker("rm", container);
        made.add(standIn);
        byImage.put(image, standIn);
    }

    /// The image of these packages.
    private static String debian(String name, String... packages) {
        String image = "berth-stand-in-debian-" + name + ":1";
        try {
            Path script = Files.writeString(Files.createTempFile("debian-image", ""), resource("debian-image"));
            List<String> command = new ArrayList<>(List.of("sh", script.toString(), TestEngine.host(), image));
            command.addAll(List.of(packages));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            Files.delete(script);
            if (code != 0) {
                throw new IllegalStateException("cannot make " + image + ": " + output);
            }
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String script(String text) {
        return "#!/bin/sh\n" + text;
    }

    private static String resource(String name) {
        try (InputStream content = StandIns.class.getResourceAsStream("/stand-ins/" + name)) {
            if (content == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The program of the server's tests that stands for fluentbit there, too.
    private static String router() {
        try {
            return Files.readString(Path.of("../server/src/test/java/berth/server/StandInRouter.java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String words(String... words) {
        ArrayNode array = new ObjectMapper().createArrayNode();
        List.of(words).forEach(array::add);
        return array.toString();
    }
}
