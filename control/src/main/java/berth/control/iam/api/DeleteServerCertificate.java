package berth.control.iam.api;

import berth.control.dispatch.Operation;
import berth.control.elb.ElbViews;
import berth.control.elb.model.Listener;
import berth.control.iam.IamViews;
import berth.control.iam.model.ServerCertificate;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import software.amazon.awssdk.services.iam.model.DeleteServerCertificateRequest;
import software.amazon.awssdk.services.iam.model.DeleteServerCertificateResponse;

/// Deletes a server certificate that no listener has.
public final class DeleteServerCertificate
        implements Operation.Write<DeleteServerCertificateRequest, DeleteServerCertificateResponse> {
    @Override
    public String service() {
        return "iam";
    }

    @Override
    public String name() {
        return "DeleteServerCertificate";
    }

    @Override
    public Class<DeleteServerCertificateRequest> request() {
        return DeleteServerCertificateRequest.class;
    }

    @Override
    public Outcome<DeleteServerCertificateResponse> handle(
            DeleteServerCertificateRequest request, State state, Context context) {
        ServerCertificate found = ServerCertificates.find(state, request.serverCertificateName());
        List<Listener> users = state.by(ElbViews.LISTENERS, ElbViews.LISTENERS_BY_CERTIFICATE, found.arn());
        if (!users.isEmpty()) {
            throw new Fault(
                            "DeleteConflict",
                            "Certificate: %s is currently in use by %s. Please remove it first before deleting it from"
                                            .formatted(
                                                    found.id(), users.getFirst().loadBalancerArn())
                                    + " IAM.",
                            409,
                            List.of())
                    .raise();
        }
        return new Outcome<>(
                List.of(Change.delete(IamViews.SERVER_CERTIFICATES, found.name())),
                DeleteServerCertificateResponse.builder().build());
    }
}
