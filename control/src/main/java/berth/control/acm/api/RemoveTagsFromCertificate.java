package berth.control.acm.api;

import berth.control.acm.AcmViews;
import berth.control.acm.model.Certificate;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateRequest;
import software.amazon.awssdk.services.acm.model.RemoveTagsFromCertificateResponse;
import software.amazon.awssdk.services.acm.model.Tag;

/// Takes tags from a certificate; where a value is given, only if it is the tag's.
public final class RemoveTagsFromCertificate
        implements AcmWrite<RemoveTagsFromCertificateRequest, RemoveTagsFromCertificateResponse> {
    @Override
    public Class<RemoveTagsFromCertificateRequest> request() {
        return RemoveTagsFromCertificateRequest.class;
    }

    @Override
    public Outcome<RemoveTagsFromCertificateResponse> handle(
            RemoveTagsFromCertificateRequest request, State state, Context context) {
        Certificate before = AcmNames.certificate(state, request.certificateArn());
        SortedMap<String, String> rest = new TreeMap<>(before.tags());
        for (Tag tag : request.tags()) {
            if (tag.key() != null && (tag.value() == null || tag.value().equals(rest.get(tag.key())))) {
                rest.remove(tag.key());
            }
        }
        return new Outcome<>(
                List.of(Change.put(AcmViews.CERTIFICATES, before.withTags(rest))),
                RemoveTagsFromCertificateResponse.builder().build());
    }
}
