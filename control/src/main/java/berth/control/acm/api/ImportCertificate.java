package berth.control.acm.api;

import berth.control.acm.AcmViews;
import berth.control.acm.model.Certificate;
import berth.control.acm.plan.BadCertificate;
import berth.control.acm.plan.CertificateReader;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acm.model.ImportCertificateRequest;
import software.amazon.awssdk.services.acm.model.ImportCertificateResponse;

/// Takes in a certificate with its key, or replaces one under its ARN: listeners that have it present the new one.
public final class ImportCertificate implements AcmWrite<ImportCertificateRequest, ImportCertificateResponse> {
    @Override
    public Class<ImportCertificateRequest> request() {
        return ImportCertificateRequest.class;
    }

    @Override
    public Outcome<ImportCertificateResponse> handle(ImportCertificateRequest request, State state, Context context) {
        Certificate before =
                request.certificateArn() == null ? null : AcmNames.certificate(state, request.certificateArn());
        if (before != null && !request.tags().isEmpty()) {
            throw Fault.of("ValidationException", "Tags cannot be given when a certificate is imported again.")
                    .raise();
        }
        CertificateReader.Read read = read(request);
        Certificate after = new Certificate(
                before == null
                        ? context.account()
                                .arn("acm", "certificate/" + context.ids().uuid())
                        : before.arn(),
                read.material(),
                read.facts(),
                before == null ? AcmNames.tags(new TreeMap<>(), request.tags()) : before.tags(),
                before == null ? context.now() : before.createdAt(),
                context.now());
        return new Outcome<>(
                List.of(Change.put(AcmViews.CERTIFICATES, after)),
                ImportCertificateResponse.builder().certificateArn(after.arn()).build());
    }

    private static CertificateReader.Read read(ImportCertificateRequest request) {
        try {
            return CertificateReader.read(
                    text(request.certificate(), "certificate"),
                    request.certificateChain() == null ? null : text(request.certificateChain(), "certificateChain"),
                    text(request.privateKey(), "privateKey"));
        } catch (BadCertificate e) {
            throw Fault.of("ValidationException", e.why()).raise();
        }
    }

    private static String text(@Nullable SdkBytes bytes, String member) {
        if (bytes == null) {
            throw Fault.of(
                            "ValidationException",
                            "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must"
                                            .formatted(member)
                                    + " not be null")
                    .raise();
        }
        return new String(bytes.asByteArrayUnsafe(), StandardCharsets.US_ASCII);
    }
}
