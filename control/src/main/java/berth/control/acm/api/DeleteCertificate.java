package berth.control.acm.api;

import berth.control.acm.AcmViews;
import berth.control.acm.model.Certificate;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import software.amazon.awssdk.services.acm.model.DeleteCertificateRequest;
import software.amazon.awssdk.services.acm.model.DeleteCertificateResponse;

/// Deletes a certificate that no listener has.
public final class DeleteCertificate implements AcmWrite<DeleteCertificateRequest, DeleteCertificateResponse> {
    @Override
    public Class<DeleteCertificateRequest> request() {
        return DeleteCertificateRequest.class;
    }

    @Override
    public Outcome<DeleteCertificateResponse> handle(DeleteCertificateRequest request, State state, Context context) {
        Certificate certificate = AcmNames.certificate(state, request.certificateArn());
        if (!AcmNames.users(state, certificate.arn()).isEmpty()) {
            throw Fault.of("ResourceInUseException", "Certificate %s is in use.".formatted(certificate.arn()))
                    .raise();
        }
        return new Outcome<>(
                List.of(Change.delete(AcmViews.CERTIFICATES, certificate.arn())),
                DeleteCertificateResponse.builder().build());
    }
}
