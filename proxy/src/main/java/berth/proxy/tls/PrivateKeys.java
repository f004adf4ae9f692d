package berth.proxy.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Private keys in PEM: PKCS#8, and the older forms of RSA (PKCS#1) and EC (SEC 1) keys, which OpenSSL and
/// Terraform still write and which become PKCS#8 by an envelope that names the algorithm.
final class PrivateKeys {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final byte[] RSA = {6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0};
    private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 4;
    private static final int PARAMETERS = 0xa0;

    private PrivateKeys() {}

    /// @throws GeneralSecurityException if `pem` has no key that can be used; its message tells nothing of the
    ///     key
    static PrivateKey of(String pem) throws GeneralSecurityException {
        Matcher matcher = BLOCK.matcher(pem);
        if (!matcher.find()) {
            throw new GeneralSecurityException("there is no private key in PEM, without a password");
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(matcher.group(2));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("the private key is not base64");
        }
        byte[] pkcs8 = switch (matcher.group(1)) {
            case "RSA PRIVATE KEY" -> envelope(RSA, der);
            case "EC PRIVATE KEY" -> envelope(concat(EC, curve(der)), der);
            default -> der;
        };
        for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                // It is one of another algorithm.
            }
        }
        throw new GeneralSecurityException("the private key is none of RSA, EC or EdDSA");
    }

    private static byte[] envelope(byte[] algorithm, byte[] key) {
        return tagged(SEQUENCE, concat(VERSION_0, tagged(SEQUENCE, algorithm), tagged(OCTETS, key)));
    }

    /// The curve's name in an EC key: the content of its element `[0]`.
    private static byte[] curve(byte[] der) throws GeneralSecurityException {
        int at = content(der, 0);
        while (at < der.length) {
            int from = content(der, at);
            int to = from + length(der, at);
            if ((der[at] & 0xff) == PARAMETERS && to <= der.length) {
                return Arrays.copyOfRange(der, from, to);
            }
            at = to;
        }
        throw new GeneralSecurityException("the EC key does not name its curve");
    }

    private static int content(byte[] der, int at) throws GeneralSecurityException {
        if (at + 2 > der.length) {
            throw new GeneralSecurityException("the private key is cut short");
        }
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int length(byte[] der, int at) throws GeneralSecurityException {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = at + 2; i < content(der, at); i++) {
            length = length << 8 | der[i] & 0xff;
        }
        return length;
    }

    private static byte[] tagged(int tag, byte[] content) {
        byte[] head = content.length < 0x80
                ? new byte[] {(byte) tag, (byte) content.length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
        return concat(head, content);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
