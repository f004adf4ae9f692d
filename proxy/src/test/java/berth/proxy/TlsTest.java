package berth.proxy;

import static berth.proxy.Tables.address;
import static berth.proxy.Tables.balancer;
import static berth.proxy.Tables.forward;
import static berth.proxy.Tables.group;
import static berth.proxy.Tables.https;
import static berth.proxy.Tables.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.proxy.Backend.Message;
import berth.routing.Certificate;
import berth.routing.Listener;
import berth.routing.Protocol;
import berth.routing.TargetGroup;
import berth.routing.TargetGroup.ProtocolVersion;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsTest {
    private static final Certificate FIRST = Certificates.of("first.example.com");
    private static final Certificate SECOND = Certificates.of("second.example.com");
    private static final Certificate WILD = Certificates.of("*.wild.example.com");

    private final Rig rig = new Rig();
    private final String address = address();

    @AfterEach
    void stop() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({
        "second.example.com, second.example.com",
        "SECOND.example.com, second.example.com",
        "a.wild.example.com, *.wild.example.com",
        "a.b.wild.example.com, first.example.com",
        "other.example.com, first.example.com",
        "'', first.example.com"
    })
    void theServerNameChoosesTheCertificate(String asked, String given) throws Exception {
        rig.serve(List.of(balancer(address, https(List.of(FIRST, SECOND, WILD), forward("g")))), List.of(group("g")));
        try (SSLSocket socket = Certificates.connect(address, asked)) {
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=" + given);
        }
    }

    @Test
    void theTargetIsToldOfTls() throws Exception {
        try (Backend backend = Backend.saying("hello")) {
            rig.serve(
                    List.of(balancer(address, https(List.of(FIRST), forward("g")))),
                    List.of(group("g", target(backend.port()))));
            try (Client client = new Client(Certificates.connect(address, "first.example.com"))) {
                for (int i = 0; i < 3; i++) {
                    assertThat(client.get("/").receive().body()).isEqualTo("hello");
                }
                Message request = backend.requests().getFirst();
                assertThat(request.field("x-forwarded-proto")).isEqualTo("https");
            }
        }
    }

    @Test
    void aPolicyMayAllowTls13Only() throws Exception {
        Listener modern = new Listener(
                "listener",
                Tables.PORT,
                Protocol.HTTPS,
                List.of(FIRST),
                "ELBSecurityPolicy-TLS13-1-3-2021-06",
                List.of(forward("g")));
        rig.serve(List.of(balancer(address, modern)), List.of(group("g")));
        try (SSLSocket socket = Certificates.connect(address, "")) {
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
        try (SSLSocket socket =
                (SSLSocket) Certificates.trusting().getSocketFactory().createSocket(address, Tables.PORT)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aNewCertificateIsForNewConnections() throws Exception {
        try (Backend backend = Backend.saying("hello")) {
            TargetGroup group = group("g", target(backend.port()));
            rig.serve(List.of(balancer(address, https(List.of(FIRST), forward("g")))), List.of(group));
            try (Client before = new Client(Certificates.connect(address, ""))) {
                assertThat(before.get("/").receive().status()).isEqualTo(200);
                rig.swap(List.of(balancer(address, https(List.of(SECOND), forward("g")))), List.of(group));
                assertThat(before.get("/").receive().status()).isEqualTo(200);
                try (SSLSocket after = Certificates.connect(address, "")) {
                    X509Certificate certificate =
                            (X509Certificate) after.getSession().getPeerCertificates()[0];
                    assertThat(certificate.getSubjectX500Principal().getName()).contains("second");
                }
            }
        }
    }

    @Test
    void aListenerWithAKeyThatCannotBeUsedIsReported() {
        Certificate broken = new Certificate("broken", FIRST.chain(), "no key", List.of());
        rig.send(List.of(balancer(address, https(List.of(broken), forward("g")))), List.of(group("g")));
        assertThat(rig.await(report -> !report.unbound().isEmpty())
                        .unbound()
                        .getFirst()
                        .reason())
                .contains("the key of broken can't be used");
    }

    @Test
    void aTargetMaySpeakTls() throws Exception {
        String inner = address();
        try (Backend backend = Backend.saying("hello")) {
            // The target is a load balancer with TLS itself.
            TargetGroup outer = group(
                    "outer",
                    Protocol.HTTPS,
                    ProtocolVersion.HTTP1,
                    new berth.routing.Target(
                            inner, inner, Tables.PORT, berth.routing.Target.Standing.ACTIVE, java.time.Instant.EPOCH));
            rig.serve(
                    List.of(
                            balancer(inner, https(List.of(FIRST), forward("g"))),
                            balancer(address, Tables.http(forward("outer")))),
                    List.of(group("g", target(backend.port())), outer));
            try (Client client = new Client(address)) {
                assertThat(client.get("/").receive().body()).isEqualTo("hello");
                assertThat(client.get("/").receive().body()).isEqualTo("hello");
            }
        }
    }

    @Test
    void aKeyOfRsaInItsOlderFormIsTaken() throws Exception {
        Certificate rsa = Certificates.of("rsa.example.com", new io.netty.pkitesting.CertificateBuilder().rsa2048());
        Certificate old =
                new Certificate(rsa.arn(), rsa.chain(), older(rsa.key(), "RSA", 26), List.of("rsa.example.com"));
        rig.serve(List.of(balancer(address, https(List.of(old), forward("g")))), List.of(group("g")));
        try (SSLSocket socket = Certificates.connect(address, "rsa.example.com")) {
            assertThat(socket.getSession().isValid()).isTrue();
        }
    }

    /// The key within the envelope of PKCS#8.
    private static String older(String pem, String algorithm, int envelopeBytes) throws IOException {
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        byte[] inner = java.util.Arrays.copyOfRange(der, envelopeBytes, der.length);
        return "-----BEGIN %s PRIVATE KEY-----\n%s\n-----END %s PRIVATE KEY-----\n"
                .formatted(algorithm, Base64.getMimeEncoder().encodeToString(inner), algorithm);
    }
}
