package berth.conformance;

import berth.agent.docker.TestEngine;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Images that stand for those of the real task definitions: busybox, with scripts under the names of the programs that
/// the definitions call. They are made on the test engine and reached by `--image-map`.
final class StandIns implements AutoCloseable {
    private static final String STAY = "; trap exit TERM; sleep 100000 & wait";
    private static final String SERVE = " & trap 'kill $!; exit' TERM; wait";
    private static final String INSTALL =
            "while [ $# -gt 0 ]; do printf '#!/bin/sh\\n%s\\n' \"$2\" >/bin/$1;" + " chmod 755 /bin/$1; shift 2; done";

    private final Map<String, String> byImage = new TreeMap<>();
    private final List<String> made = new ArrayList<>();

    StandIns() {
        byImage.put("nginx:1.27", "nginx:latest");
        server(
                "mysql:8.0",
                "echo boot >>/var/lib/mysql/boots; (while :; do echo \"$MYSQL_DATABASE, boot $(wc -l </var/lib/mysql/boots)\""
                        + " | nc -l -p 3306; done) & touch /ready; trap exit TERM; wait",
                "mysqladmin",
                "test -e /ready");
        server(
                "wordpress:6.5-apache",
                "mkdir /www; echo \"WordPress on $(nc $(echo $WORDPRESS_DB_HOST | tr : ' ') </dev/null)\" >/www/index.html;"
                        + " echo photo >>/var/www/html/wp-content/uploads/photos; httpd -f -p 80 -h /www" + SERVE);
        server(
                "registry.example.com/shop/orders:1.4.2",
                "mkdir /www; echo up >/www/health; echo \"started as $SPRING_PROFILES_ACTIVE\";"
                        + " httpd -f -p 8080 -h /www" + SERVE);
        server("amazon/aws-xray-daemon:3.x", "echo state >/tmp/state; touch /root-file" + STAY);
        server("envoyproxy/envoy:v1.30-latest", "id -u; wget -q -O - http://127.0.0.1:8080/health" + STAY);
        server("fluent/fluent-bit:3.0", "nc -l -p $FORWARD_PORT >>/var/log/flb-storage/forward & trap exit TERM; wait");
        server("registry.example.com/shop/shipping:7", "sleep 2; echo order 7 shipped" + STAY);
        server(
                "registry.example.com/reports/worker:2024.6",
                "false",
                "report",
                "echo \"$REPORT_NAME report, $TZ, $PWD\"");
        server(
                "postgres:16",
                "mkdir -p $PGDATA; echo boot >>$PGDATA/boots; touch /var/run/postgresql/ready" + STAY,
                "pg_isready",
                "test -e /var/run/postgresql/ready");
        server(
                "node:20-alpine",
                "false",
                "node",
                "echo \"$1 in $NODE_ENV\" >healthz; httpd -f -p $PORT -h $PWD" + SERVE);
        program("flyway/flyway:10", "flyway", "echo \"schema ${1}d\" >/flyway/out/schema");
        server("registry.example.com/shop/billing:3", "cat /flyway/out/schema; touch /flyway/out/mine 2>&1" + STAY);
        program(
                "quay.io/prometheus/node-exporter:v1.8.1",
                "node_exporter",
                "for a in \"$@\"; do case $a in --web.listen-address=*) at=${a#*=};; --path.procfs=*) proc=${a#*=};;"
                        + " esac; done; mkdir /www; sed -n 's/^MemTotal: */node_memory_MemTotal_kib /p' $proc/meminfo"
                        + " >/www/metrics; httpd -f -p $at -h /www" + SERVE);
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

    @Override
    public void close() {
        made.forEach(image -> TestEngine.docker("rmi", "-f", image));
    }

    /// An image whose CMD is a script.
    private void server(String image, String script, String... programs) {
        make(image, "CMD " + words("sh", "-c", script), programs);
    }

    /// An image whose ENTRYPOINT is a program, so that a definition's command is its arguments.
    private void program(String image, String name, String script) {
        make(image, "ENTRYPOINT " + words("/bin/" + name), name, script);
    }

    private void make(String image, String change, String... programs) {
        String standIn = "berth-stand-in-" + image.replaceAll("[^a-z0-9]+", "-") + ":test";
        List<String> run = new ArrayList<>(List.of("run", "-d", "busybox", "sh", "-c", INSTALL, "sh"));
        run.addAll(List.of(programs));
        String container = TestEngine.docker(run.toArray(String[]::new));
        TestEngine.docker("wait", container);
        TestEngine.docker("commit", "--change", change, container, standIn);
        TestEngine.docker("rm", container);
        made.add(standIn);
        byImage.put(image, standIn);
    }

    private static String words(String... words) {
        ArrayNode array = new ObjectMapper().createArrayNode();
        List.of(words).forEach(array::add);
        return array.toString();
    }
}
