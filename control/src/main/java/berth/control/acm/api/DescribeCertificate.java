package berth.control.acm.api;

import berth.control.acm.model.Certificate;
import berth.control.acm.model.Facts;
import berth.control.store.Context;
import berth.control.store.State;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.DescribeCertificateRequest;
import software.amazon.awssdk.services.acm.model.DescribeCertificateResponse;

/// Shows what a certificate says of itself and who uses it.
public final class DescribeCertificate implements AcmRead<DescribeCertificateRequest, DescribeCertificateResponse> {
    @Override
    public Class<DescribeCertificateRequest> request() {
        return DescribeCertificateRequest.class;
    }

    @Override
    public DescribeCertificateResponse handle(DescribeCertificateRequest request, State state, Context context) {
        Certificate certificate = AcmNames.certificate(state, request.certificateArn());
        Facts facts = certificate.facts();
        return DescribeCertificateResponse.builder()
                .certificate(CertificateDetail.builder()
                        .certificateArn(certificate.arn())
                        .domainName(domainName(facts))
                        .subjectAlternativeNames(facts.domainNames())
                        .serial(facts.serial())
                        .subject(facts.subject())
                        .issuer(facts.issuer())
                        .createdAt(certificate.createdAt())
                        .importedAt(certificate.importedAt())
                        .notBefore(facts.notBefore())
                        .notAfter(facts.notAfter())
                        .status(status(facts, context.now()))
                        .keyAlgorithm(facts.keyAlgorithm())
                        .signatureAlgorithm(facts.signatureAlgorithm())
                        .inUseBy(AcmNames.users(state, certificate.arn()))
                        .type("IMPORTED")
                        .keyUsages(List.of())
                        .extendedKeyUsages(List.of())
                        .renewalEligibility("INELIGIBLE")
                        .options(options -> options.certificateTransparencyLoggingPreference("DISABLED"))
                        .build())
                .build();
    }

    static String domainName(Facts facts) {
        return facts.domainNames().isEmpty() ? "" : facts.domainNames().getFirst();
    }

    static CertificateStatus status(Facts facts, Instant now) {
        return facts.notAfter().isBefore(now) ? CertificateStatus.EXPIRED : CertificateStatus.ISSUED;
    }
}
