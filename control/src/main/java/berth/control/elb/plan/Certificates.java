package berth.control.elb.plan;

import berth.control.acm.AcmViews;
import berth.control.acm.model.Certificate;
import berth.control.acm.model.Facts;
import berth.control.acm.model.Material;
import berth.control.iam.IamViews;
import berth.control.iam.model.ServerCertificate;
import berth.control.store.State;
import berth.kernel.Fault;
import org.jspecify.annotations.Nullable;

/// The certificates that listeners may have: those of ACM and of IAM.
public final class Certificates {
    private Certificates() {}

    /// A certificate of either service.
    public record Found(String arn, Material material, Facts facts) {}

    /// The certificate of that ARN, or null.
    public static @Nullable Found find(State state, String arn) {
        Certificate imported = state.find(AcmViews.CERTIFICATES, arn);
        if (imported != null) {
            return new Found(arn, imported.material(), imported.facts());
        }
        for (ServerCertificate uploaded :
                state.by(IamViews.SERVER_CERTIFICATES, IamViews.SERVER_CERTIFICATES_BY_ARN, arn)) {
            return new Found(arn, uploaded.material(), uploaded.facts());
        }
        return null;
    }

    /// @throws berth.kernel.FaultException CertificateNotFound
    public static void check(State state, String arn) {
        if (find(state, arn) == null) {
            throw Fault.of("CertificateNotFound", "Certificate '%s' not found".formatted(arn))
                    .raise();
        }
    }
}
