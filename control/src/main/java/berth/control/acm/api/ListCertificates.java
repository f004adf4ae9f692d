package berth.control.acm.api;

import berth.control.acm.AcmViews;
import berth.control.acm.model.Certificate;
import berth.control.dispatch.Honoured;
import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.ListCertificatesRequest;
import software.amazon.awssdk.services.acm.model.ListCertificatesResponse;

/// Lists certificates, all or those of some statuses, key types among them as the filter says.
public final class ListCertificates implements AcmRead<ListCertificatesRequest, ListCertificatesResponse> {
    private static final int MAX = 1000;
    private static final Honoured HONOURED = Honoured.of(
            ListCertificatesRequest.class, "CertificateStatuses", "NextToken", "MaxItems", "Includes.keyTypes");

    @Override
    public Class<ListCertificatesRequest> request() {
        return ListCertificatesRequest.class;
    }

    @Override
    public ListCertificatesResponse handle(ListCertificatesRequest request, State state, Context context) {
        HONOURED.check(request, "ValidationException");
        Integer asked = request.maxItems();
        if (asked != null && (asked < 1 || asked > MAX)) {
            throw Fault.of("ValidationException", "MaxItems must be between 1 and %d.".formatted(MAX))
                    .raise();
        }
        PageTokens tokens = PageTokens.of(name(), request.certificateStatusesAsStrings(), request.includes());
        String after = tokens.key(request.nextToken());
        List<Certificate> rows = state.after(AcmViews.CERTIFICATES, after).stream()
                .filter(one -> wanted(request, one, context))
                .toList();
        Page<Certificate> page = Page.of(rows, asked == null ? MAX : asked, Certificate::arn, tokens);
        return ListCertificatesResponse.builder()
                .certificateSummaryList(page.items().stream()
                        .map(one -> summary(state, one, context))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static boolean wanted(ListCertificatesRequest request, Certificate certificate, Context context) {
        List<String> statuses = request.certificateStatusesAsStrings();
        List<String> keys =
                request.includes() == null ? List.of() : request.includes().keyTypesAsStrings();
        return (statuses.isEmpty()
                        || statuses.contains(DescribeCertificate.status(certificate.facts(), context.now())
                                .toString()))
                && (keys.isEmpty()
                        || keys.contains(certificate.facts().keyAlgorithm().replace('-', '_')));
    }

    private static CertificateSummary summary(State state, Certificate certificate, Context context) {
        return CertificateSummary.builder()
                .certificateArn(certificate.arn())
                .domainName(DescribeCertificate.domainName(certificate.facts()))
                .subjectAlternativeNameSummaries(certificate.facts().domainNames())
                .hasAdditionalSubjectAlternativeNames(false)
                .status(DescribeCertificate.status(certificate.facts(), context.now()))
                .type("IMPORTED")
                .keyAlgorithm(certificate.facts().keyAlgorithm())
                .inUse(!AcmNames.users(state, certificate.arn()).isEmpty())
                .renewalEligibility("INELIGIBLE")
                .notBefore(certificate.facts().notBefore())
                .notAfter(certificate.facts().notAfter())
                .createdAt(certificate.createdAt())
                .importedAt(certificate.importedAt())
                .build();
    }
}
