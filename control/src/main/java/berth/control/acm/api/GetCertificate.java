package berth.control.acm.api;

import berth.control.acm.model.Certificate;
import berth.control.store.Context;
import berth.control.store.State;
import software.amazon.awssdk.services.acm.model.GetCertificateRequest;
import software.amazon.awssdk.services.acm.model.GetCertificateResponse;

/// Gives a certificate and its chain, never its key.
public final class GetCertificate implements AcmRead<GetCertificateRequest, GetCertificateResponse> {
    @Override
    public Class<GetCertificateRequest> request() {
        return GetCertificateRequest.class;
    }

    @Override
    public GetCertificateResponse handle(GetCertificateRequest request, State state, Context context) {
        Certificate certificate = AcmNames.certificate(state, request.certificateArn());
        return GetCertificateResponse.builder()
                .certificate(certificate.material().certificate())
                .certificateChain(certificate.material().chain())
                .build();
    }
}
