package berth.control.acm;

import berth.control.Module;
import berth.control.acm.api.AddTagsToCertificate;
import berth.control.acm.api.DeleteCertificate;
import berth.control.acm.api.DescribeCertificate;
import berth.control.acm.api.GetCertificate;
import berth.control.acm.api.ImportCertificate;
import berth.control.acm.api.ListCertificates;
import berth.control.acm.api.ListTagsForCertificate;
import berth.control.acm.api.RemoveTagsFromCertificate;
import java.util.List;

/// What imported certificates contribute: one table and eight operations.
public final class AcmModule {
    private AcmModule() {}

    public static Module module() {
        return new Module(
                List.of(AcmViews.CERTIFICATES),
                List.of(
                        new ImportCertificate(),
                        new DescribeCertificate(),
                        new ListCertificates(),
                        new GetCertificate(),
                        new DeleteCertificate(),
                        new ListTagsForCertificate(),
                        new AddTagsToCertificate(),
                        new RemoveTagsFromCertificate()),
                List.of());
    }
}
