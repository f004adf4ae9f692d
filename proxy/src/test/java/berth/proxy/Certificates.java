package berth.proxy;

import berth.routing.Certificate;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Certificates made for a test, and a client that takes any.
final class Certificates {
    private Certificates() {}

    static Certificate of(String name) {
        return of(name, new CertificateBuilder().ecp256());
    }

    static Certificate of(String name, CertificateBuilder builder) {
        try {
            X509Bundle bundle = builder.subject("CN=" + name)
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
            return new Certificate(name, bundle.getCertificatePathPEM(), bundle.getPrivateKeyPEM(), List.of(name));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, null);
            return context;
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A TLS connection that names a server and offers these protocols.
    static SSLSocket connect(String address, String serverName, String... protocols) throws java.io.IOException {
        return shake(new java.net.Socket(address, Tables.PORT), serverName, protocols);
    }

    /// The same on a connection that is there.
    static SSLSocket shake(java.net.Socket connected, String serverName, String... protocols)
            throws java.io.IOException {
        SSLSocket socket = (SSLSocket) trusting()
                .getSocketFactory()
                .createSocket(connected, connected.getInetAddress().getHostAddress(), Tables.PORT, true);
        var parameters = socket.getSSLParameters();
        if (!serverName.isEmpty()) {
            parameters.setServerNames(List.of(new javax.net.ssl.SNIHostName(serverName)));
        }
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }

    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
