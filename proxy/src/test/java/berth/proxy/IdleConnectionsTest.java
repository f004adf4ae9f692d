package berth.proxy;

import static berth.proxy.Tables.address;
import static berth.proxy.Tables.balancer;
import static berth.proxy.Tables.forward;
import static berth.proxy.Tables.group;
import static berth.proxy.Tables.http;
import static berth.proxy.Tables.target;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Connections that only wait cost memory and nothing else.
class IdleConnectionsTest {
    private static final int COUNT = 10_000;
    private static final int STEP = 100;

    @Test
    void tenThousandIdleConnectionsAreServedWhenTheyAsk() throws Exception {
        String address = address();
        try (Rig rig = new Rig();
                Backend backend = Backend.saying("hello")) {
            rig.serve(List.of(balancer(address, http(forward("g")))), List.of(group("g", target(backend.port()))));
            Process clients = clients(address);
            try (BufferedReader said =
                    new BufferedReader(new InputStreamReader(clients.getInputStream(), StandardCharsets.US_ASCII))) {
                assertThat(said.readLine()).isEqualTo("open");
                for (int i = 0; i < 3; i++) {
                    clients.outputWriter().append("ask\n").flush();
                    assertThat(said.readLine()).isEqualTo(Integer.toString(COUNT / STEP));
                }
                assertThat(backend.requests()).hasSize(3 * COUNT / STEP);
            } finally {
                clients.destroyForcibly().waitFor();
            }
        }
    }

    private static Process clients(String address) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes(),
                        IdleClients.class.getName(),
                        address,
                        Integer.toString(Tables.PORT),
                        Integer.toString(COUNT),
                        Integer.toString(STEP))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String classes() throws URISyntaxException {
        return Path.of(IdleClients.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
    }
}
