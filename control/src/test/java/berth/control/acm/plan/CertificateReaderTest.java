package berth.control.acm.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import berth.control.acm.Pems;
import berth.control.acm.plan.BadCertificate.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateReaderTest {

    @ParameterizedTest
    @CsvSource({
        "rsa.pem,   rsa.key.pem,   RSA-2048",
        "rsa.pem,   rsa.pkcs1.pem, RSA-2048",
        "ec.pem,    ec.key.pem,    EC-prime256v1",
        "ec384.pem, ec384.key.pem, EC-secp384r1"
    })
    void everyUsualFormOfAKeyIsReadAndKeptAsPkcs8(String certificate, String key, String algorithm)
            throws BadCertificate {
        CertificateReader.Read read = CertificateReader.read(Pems.read(certificate), null, Pems.read(key));

        assertThat(read.facts().keyAlgorithm()).isEqualTo(algorithm);
        assertThat(read.material().key().pem()).startsWith("-----BEGIN PRIVATE KEY-----\n");
        CertificateReader.Read again = CertificateReader.read(
                Pems.read(certificate), null, read.material().key().pem());
        assertThat(again).isEqualTo(read);
    }

    @Test
    void domainNamesAreThoseOfSubjectAndAlternativesInLowerCaseAndOnce() throws BadCertificate {
        var facts = CertificateReader.read(Pems.read("rsa.pem"), null, Pems.read("rsa.key.pem"))
                .facts();
        assertThat(facts.domainNames()).containsExactly("www.example.org", "*.example.org");
        assertThat(facts.serial()).matches("([0-9a-f]{2}:)*[0-9a-f]{2}");
        assertThat(facts.signatureAlgorithm()).isEqualTo("SHA256WITHRSA");
    }

    @Test
    void aChainIsSentBehindTheCertificate() throws BadCertificate {
        var material = CertificateReader.read(Pems.read("rsa.pem"), Pems.read("ec.pem"), Pems.read("rsa.key.pem"))
                .material();
        assertThat(material.fullChain().split("-----BEGIN CERTIFICATE-----", -1))
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.pem,     ec.key.pem,  PAIR",
        "rsa.pem,     locked.pem,  KEY",
        "rsa.pem,     rsa.pem,     KEY",
        "rsa.key.pem, rsa.key.pem, CERTIFICATE"
    })
    void whatIsWrongIsNamed(String certificate, String key, Part part) {
        assertThatExceptionOfType(BadCertificate.class)
                .isThrownBy(() -> CertificateReader.read(Pems.read(certificate), null, Pems.read(key)))
                .satisfies(bad -> assertThat(bad.part()).isEqualTo(part));
    }

    @Test
    void severalCertificatesOrAnEmptyChainAreRefused() {
        assertThatExceptionOfType(BadCertificate.class)
                .isThrownBy(() -> CertificateReader.read(
                        Pems.read("rsa.pem") + Pems.read("ec.pem"), null, Pems.read("rsa.key.pem")))
                .withMessageContaining("several certificates");
        assertThatExceptionOfType(BadCertificate.class)
                .isThrownBy(() -> CertificateReader.read(Pems.read("rsa.pem"), "nothing", Pems.read("rsa.key.pem")))
                .satisfies(bad -> assertThat(bad.part()).isEqualTo(Part.CHAIN));
        assertThatExceptionOfType(BadCertificate.class)
                .isThrownBy(() -> CertificateReader.read(
                        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", null, "k"))
                .satisfies(bad -> assertThat(bad.part()).isEqualTo(Part.CERTIFICATE));
    }

    @Test
    void aKeyIsShownNowhere() throws BadCertificate {
        var read = CertificateReader.read(Pems.read("rsa.pem"), null, Pems.read("rsa.key.pem"));
        assertThat(read.toString()).doesNotContain("BEGIN PRIVATE KEY");
    }
}
