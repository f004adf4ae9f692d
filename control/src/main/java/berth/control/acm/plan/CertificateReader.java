package berth.control.acm.plan;

import berth.control.acm.model.Facts;
import berth.control.acm.model.Material;
import berth.control.acm.model.PrivateKeyText;
import berth.control.acm.plan.BadCertificate.Part;
import java.io.ByteArrayInputStream;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a certificate, its chain and its key, and holds them against each other.
///
/// The rule: exactly one certificate; every one of the chain can be read; the key has no password and is the
/// certificate's. Self-signed certificates and such that have expired are good.
public final class CertificateReader {
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=((?:\\\\.|[^,\\\\])+)");
    private static final int DNS_NAME = 2;

    private CertificateReader() {}

    /// What was read.
    public record Read(Material material, Facts facts) {}

    /// @throws BadCertificate what is wrong and with which part
    public static Read read(String certificate, @Nullable String chain, String key) throws BadCertificate {
        List<X509Certificate> own = certificates(certificate, Part.CERTIFICATE);
        if (own.size() != 1) {
            throw new BadCertificate(
                    Part.CERTIFICATE,
                    own.isEmpty()
                            ? "The certificate is not PEM-encoded."
                            : "The certificate body has several certificates; the others belong into the chain.");
        }
        if (chain != null && certificates(chain, Part.CHAIN).isEmpty()) {
            throw new BadCertificate(Part.CHAIN, "The certificate chain is not PEM-encoded.");
        }
        X509Certificate first = own.getFirst();
        PublicKey certified = first.getPublicKey();
        PrivateKey secret = Keys.read(key, certified);
        if (!Keys.match(secret, certified)) {
            throw new BadCertificate(Part.PAIR, "The private key does not belong to the certificate.");
        }
        String pem = Pem.write("PRIVATE KEY", secret.getEncoded());
        return new Read(new Material(certificate, chain, new PrivateKeyText(pem)), facts(first));
    }

    private static List<X509Certificate> certificates(String text, Part part) throws BadCertificate {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Pem.Block block : Pem.blocks(text)) {
                if (block.label().equals("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content())));
                }
            }
        } catch (CertificateException | IllegalArgumentException e) {
            throw new BadCertificate(part, "The certificate could not be read.");
        }
        return certificates;
    }

    private static Facts facts(X509Certificate certificate) {
        return new Facts(
                domainNames(certificate),
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                serial(certificate),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                algorithm(certificate.getPublicKey()),
                certificate.getSigAlgName().toUpperCase(Locale.ROOT));
    }

    private static List<String> domainNames(X509Certificate certificate) {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        Matcher common =
                COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
        if (common.find()) {
            names.add(common.group(1).toLowerCase(Locale.ROOT));
        }
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.get(0) instanceof Integer kind && kind == DNS_NAME) {
                        names.add(String.valueOf(alternative.get(1)).toLowerCase(Locale.ROOT));
                    }
                }
            }
        } catch (CertificateParsingException e) {
            // What can't be read names no domain.
            return List.copyOf(names);
        }
        return List.copyOf(names);
    }

    private static String serial(X509Certificate certificate) {
        String hex = certificate.getSerialNumber().toString(16);
        String even = hex.length() % 2 == 0 ? hex : '0' + hex;
        return even.replaceAll("(..)(?=.)", "$1:");
    }

    private static String algorithm(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> "RSA-" + rsa.getModulus().bitLength();
            case ECPublicKey ec ->
                switch (ec.getParams().getOrder().bitLength()) {
                    case 256 -> "EC-prime256v1";
                    case 384 -> "EC-secp384r1";
                    case 521 -> "EC-secp521r1";
                    default -> "EC";
                };
            default -> key.getAlgorithm();
        };
    }
}
