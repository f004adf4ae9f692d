package berth.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeysTest {
    /// As `openssl ecparam -genkey` writes it, made for this test; and the same key as PKCS#8.
    private static final String EC = """
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIPwYcC7aA7UYQvF8DNK4L1EbkqUrWrvqG6u84TUiT0ukoAoGCCqGSM49
            AwEHoUQDQgAEXzPfm+ieNseqrgVEuJl2g5oTGuRONCwCd1PquF0zZt2chianuQJp
            VzbiYYiUWIy3nF2JtqBPcSu9M6pushSM2w==
            -----END EC PRIVATE KEY-----
            """;

    private static final String EC_PKCS8 = """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/BhwLtoDtRhC8XwM
            0rgvURuSpStau+obq7zhNSJPS6ShRANCAARfM9+b6J42x6quBUS4mXaDmhMa5E40
            LAJ3U+q4XTNm3ZyGJqe5AmlXNuJhiJRYjLecXYm2oE9xK70zqm6yFIzb
            -----END PRIVATE KEY-----
            """;

    @Test
    void anEcKeyInItsOlderFormIsTheSameKey() throws GeneralSecurityException {
        ECPrivateKey key = (ECPrivateKey) PrivateKeys.of(EC);
        ECPrivateKey same = (ECPrivateKey) PrivateKeys.of(EC_PKCS8);
        assertThat(key.getS()).isEqualTo(same.getS());
        assertThat(key.getParams().getCurve()).isEqualTo(same.getParams().getCurve());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void aKeyAsPkcs8IsTaken(String algorithm) throws GeneralSecurityException {
        PrivateKey key =
                KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        assertThat(PrivateKeys.of(pem)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nMA==\n-----END EC PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\n????\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"
            })
    void whatIsNoKeyIsRefusedWithoutShowingIt(String pem) {
        assertThatThrownBy(() -> PrivateKeys.of(pem))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageNotContaining("AAAA");
    }
}
