package berth.proxy.tls;

import berth.routing.Certificate;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The TLS of a listener: a context for each of its certificates.
public final class ServerTls {
    /// What makes a listener's TLS: as long as it is the same, sessions go on.
    ///
    /// @param http2 whether HTTP/2 is offered
    public record Spec(List<Certificate> certificates, String policy, boolean http, boolean http2) {
        public Spec {
            certificates = List.copyOf(certificates);
        }
    }

    private final Spec spec;
    private final SslContext first;
    private final TreeMap<String, SslContext> byName = new TreeMap<>();

    private ServerTls(Spec spec) throws SSLException {
        this.spec = spec;
        SslContext fallback = null;
        for (Certificate certificate : spec.certificates) {
            SslContext context = context(certificate, spec);
            fallback = fallback == null ? context : fallback;
            for (String name : certificate.domainNames()) {
                byName.putIfAbsent(name.toLowerCase(Locale.ROOT), context);
            }
        }
        if (fallback == null) {
            throw new SSLException("no certificate");
        }
        this.first = fallback;
    }

    /// The one before, if nothing about it changed.
    ///
    /// @throws SSLException if a certificate or its key can't be used
    public static ServerTls of(Spec spec, @Nullable ServerTls before) throws SSLException {
        try {
            return before != null && before.spec.equals(spec) ? before : new ServerTls(spec);
        } catch (IllegalArgumentException e) {
            throw new SSLException("a certificate can't be used: " + e.getMessage(), e);
        }
    }

    /// The context for a client that names this server; the first certificate's where none has the name.
    public SslContext choose(@Nullable String serverName) {
        SslContext named = serverName == null ? null : named(serverName);
        return named == null ? first : named;
    }

    /// The context of the certificate that has this name, itself or by a wildcard; null if none has.
    public @Nullable SslContext named(String serverName) {
        String name = serverName.toLowerCase(Locale.ROOT);
        SslContext exact = byName.get(name);
        int dot = name.indexOf('.');
        return exact != null || dot < 0 ? exact : byName.get("*" + name.substring(dot));
    }

    private static SslContext context(Certificate certificate, Spec spec) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(key(certificate), chain(certificate))
                .sslProvider(SslProvider.JDK)
                .protocols(SslPolicy.versions(spec.policy));
        if (spec.http) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    spec.http2
                            ? List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1)
                            : List.of(ApplicationProtocolNames.HTTP_1_1)));
        }
        return builder.build();
    }

    private static PrivateKey key(Certificate certificate) throws SSLException {
        try {
            return PrivateKeys.of(certificate.key());
        } catch (GeneralSecurityException e) {
            throw new SSLException("the key of " + certificate.arn() + " can't be used: " + e.getMessage());
        }
    }

    private static List<X509Certificate> chain(Certificate certificate) throws SSLException {
        try {
            var chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(certificate.chain().getBytes(StandardCharsets.US_ASCII)));
            return chain.stream().map(X509Certificate.class::cast).toList();
        } catch (CertificateException e) {
            throw new SSLException("the certificate " + certificate.arn() + " can't be used: " + e.getMessage());
        }
    }
}
