package berth.control.iam;

import berth.control.iam.model.ServerCertificate;
import berth.control.store.Index;
import berth.control.store.Kind;

/// How server certificates are found.
public final class IamViews {
    public static final Index<ServerCertificate> SERVER_CERTIFICATES_BY_ARN =
            Index.of("server-certificate.by-arn", ServerCertificate::arn);

    public static final Kind<ServerCertificate> SERVER_CERTIFICATES =
            Kind.of("server-certificate", ServerCertificate.class, ServerCertificate::name, SERVER_CERTIFICATES_BY_ARN);

    private IamViews() {}
}
