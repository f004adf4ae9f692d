package berth.control.iam.api;

import berth.control.iam.IamViews;
import berth.control.iam.model.ServerCertificate;
import berth.control.iam.plan.ServerCertificateNames;
import berth.control.store.State;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.ServerCertificateMetadata;
import software.amazon.awssdk.services.iam.model.Tag;

/// What the operations on server certificates share.
final class ServerCertificates {
    private ServerCertificates() {}

    /// @throws berth.kernel.FaultException NoSuchEntity
    static ServerCertificate find(State state, @Nullable String name) {
        String checked = ServerCertificateNames.name(name);
        ServerCertificate found = state.find(IamViews.SERVER_CERTIFICATES, checked);
        if (found == null) {
            throw ServerCertificateNames.missing(checked).raise();
        }
        return found;
    }

    static ServerCertificateMetadata metadata(ServerCertificate certificate) {
        return ServerCertificateMetadata.builder()
                .path(certificate.path())
                .serverCertificateName(certificate.name())
                .serverCertificateId(certificate.id())
                .arn(certificate.arn())
                .uploadDate(certificate.uploadedAt())
                .expiration(certificate.facts().notAfter())
                .build();
    }

    static List<Tag> tags(ServerCertificate certificate) {
        return certificate.tags().entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
