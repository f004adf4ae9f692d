package berth.control.iam.api;

import berth.control.dispatch.Operation;
import berth.control.iam.model.ServerCertificate;
import berth.control.store.Context;
import berth.control.store.State;
import software.amazon.awssdk.services.iam.model.GetServerCertificateRequest;
import software.amazon.awssdk.services.iam.model.GetServerCertificateResponse;

/// Gives a certificate and its chain, never its key.
public final class GetServerCertificate
        implements Operation.Read<GetServerCertificateRequest, GetServerCertificateResponse> {
    @Override
    public String service() {
        return "iam";
    }

    @Override
    public String name() {
        return "GetServerCertificate";
    }

    @Override
    public Class<GetServerCertificateRequest> request() {
        return GetServerCertificateRequest.class;
    }

    @Override
    public GetServerCertificateResponse handle(GetServerCertificateRequest request, State state, Context context) {
        ServerCertificate found = ServerCertificates.find(state, request.serverCertificateName());
        return GetServerCertificateResponse.builder()
                .serverCertificate(one -> one.serverCertificateMetadata(ServerCertificates.metadata(found))
                        .certificateBody(found.material().certificate())
                        .certificateChain(found.material().chain())
                        .tags(ServerCertificates.tags(found)))
                .build();
    }
}
