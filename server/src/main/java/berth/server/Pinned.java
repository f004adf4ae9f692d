package berth.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;

/// The one certificate that a server must show: whoever signed it, and whatever names it bears.
///
/// @param leaf the server's own
record Pinned(Certificate leaf) {
    /// @param chain in PEM, the server's own certificate first
    /// @throws IOException if the file can't be read, or holds no certificate
    static Pinned read(Path chain) throws IOException {
        try (InputStream pem = Files.newInputStream(chain)) {
            List<Certificate> certificates =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(pem));
            if (certificates.isEmpty()) {
                throw new IOException(chain + " holds no certificate");
            }
            return new Pinned(certificates.getFirst());
        } catch (GeneralSecurityException e) {
            throw new IOException(chain + " can't be read: " + e.getMessage(), e);
        }
    }

    void on(HttpsURLConnection connection) throws IOException {
        connection.setSSLSocketFactory(context().getSocketFactory());
        connection.setHostnameVerifier((name, session) -> isShown(session));
    }

    private boolean isShown(SSLSession session) {
        try {
            return session.getPeerCertificates()[0].equals(leaf);
        } catch (SSLPeerUnverifiedException e) {
            return false;
        }
    }

    private SSLContext context() throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("berth", leaf);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS can't be set up: " + e.getMessage(), e);
        }
    }
}
