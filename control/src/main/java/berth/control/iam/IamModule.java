package berth.control.iam;

import berth.control.Module;
import berth.control.iam.api.DeleteServerCertificate;
import berth.control.iam.api.GetCallerIdentity;
import berth.control.iam.api.GetServerCertificate;
import berth.control.iam.api.ListServerCertificates;
import berth.control.iam.api.UploadServerCertificate;
import java.util.List;

/// What identities contribute: server certificates, and one operation of STS.
public final class IamModule {
    private IamModule() {}

    public static Module module() {
        return new Module(
                List.of(IamViews.SERVER_CERTIFICATES),
                List.of(
                        new GetCallerIdentity(),
                        new UploadServerCertificate(),
                        new GetServerCertificate(),
                        new ListServerCertificates(),
                        new DeleteServerCertificate()),
                List.of());
    }
}
