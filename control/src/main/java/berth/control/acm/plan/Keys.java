package berth.control.acm.plan;

import berth.control.acm.plan.BadCertificate.Part;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/// Reads private keys: PKCS#8, and the older forms of RSA and of elliptic curves, none with a password.
final class Keys {
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    private static final byte[] EC_PUBLIC_KEY = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private Keys() {}

    /// @param certified the certificate's, whose algorithm the key must have
    static PrivateKey read(String text, PublicKey certified) throws BadCertificate {
        try {
            List<Pem.Block> blocks = Pem.blocks(text);
            for (Pem.Block block : blocks) {
                switch (block.label()) {
                    case "PRIVATE KEY" -> {
                        return key(block.content(), certified);
                    }
                    case "RSA PRIVATE KEY" -> {
                        return key(pkcs8(RSA, block.content()), certified);
                    }
                    case "EC PRIVATE KEY" -> {
                        return key(pkcs8(curve(certified), block.content()), certified);
                    }
                    case "ENCRYPTED PRIVATE KEY" ->
                        throw new BadCertificate(Part.KEY, "The private key must not be protected by a password.");
                    default -> {
                        // "EC PARAMETERS" may stand before a key.
                    }
                }
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new BadCertificate(Part.KEY, "The private key could not be read.");
        }
        throw new BadCertificate(Part.KEY, "The private key is not PEM-encoded.");
    }

    private static PrivateKey key(byte[] pkcs8, PublicKey certified) throws BadCertificate, GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        for (String algorithm : List.of(certified.getAlgorithm(), "RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                // Of another algorithm: the next may read it.
            }
        }
        throw new BadCertificate(Part.KEY, "The private key could not be read.");
    }

    /// Whether what the private key signs, the public one verifies.
    static boolean match(PrivateKey key, PublicKey certified) {
        String algorithm = switch (certified.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> certified.getAlgorithm();
        };
        byte[] text = {1, 2, 3};
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(text);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certified);
            verifying.update(text);
            return verifying.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// The algorithm identifier of the certificate's curve: it stands at the head of its encoded public key.
    private static byte[] curve(PublicKey certified) throws BadCertificate {
        byte[] encoded = certified.getEncoded();
        if (!certified.getAlgorithm().equals("EC")) {
            throw new BadCertificate(Part.PAIR, "The private key is of another algorithm than the certificate.");
        }
        int start = encoded[1] == (byte) 0x81 ? 3 : 2;
        int length = encoded[start + 1] + 2;
        byte[] identifier = new byte[length];
        System.arraycopy(encoded, start, identifier, 0, length);
        if (encoded[start + 2] != EC_PUBLIC_KEY[0]) {
            throw new BadCertificate(Part.KEY, "The private key's curve is not known.");
        }
        return identifier;
    }

    /// PKCS#8 around an older form: version 0, the algorithm, the key as an octet string.
    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(new byte[] {0x02, 0x01, 0x00});
        content.writeBytes(algorithm);
        content.writeBytes(tagged(0x04, key));
        return tagged(0x30, content.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length & 0xff);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
