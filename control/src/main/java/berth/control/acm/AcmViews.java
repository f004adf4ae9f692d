package berth.control.acm;

import berth.control.acm.model.Certificate;
import berth.control.store.Kind;

/// How imported certificates are found.
public final class AcmViews {
    public static final Kind<Certificate> CERTIFICATES =
            Kind.of("acm-certificate", Certificate.class, Certificate::arn);

    private AcmViews() {}
}
