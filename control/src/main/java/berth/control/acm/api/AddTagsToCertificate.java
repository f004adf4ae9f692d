package berth.control.acm.api;

import berth.control.acm.AcmViews;
import berth.control.acm.model.Certificate;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateRequest;
import software.amazon.awssdk.services.acm.model.AddTagsToCertificateResponse;

/// Adds tags to a certificate; a key that is there gets the new value.
public final class AddTagsToCertificate implements AcmWrite<AddTagsToCertificateRequest, AddTagsToCertificateResponse> {
    @Override
    public Class<AddTagsToCertificateRequest> request() {
        return AddTagsToCertificateRequest.class;
    }

    @Override
    public Outcome<AddTagsToCertificateResponse> handle(
            AddTagsToCertificateRequest request, State state, Context context) {
        Certificate before = AcmNames.certificate(state, request.certificateArn());
        Certificate after = before.withTags(AcmNames.tags(before.tags(), request.tags()));
        return new Outcome<>(
                List.of(Change.put(AcmViews.CERTIFICATES, after)),
                AddTagsToCertificateResponse.builder().build());
    }
}
