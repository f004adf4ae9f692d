package berth.control.acm.api;

import berth.control.store.Context;
import berth.control.store.State;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateRequest;
import software.amazon.awssdk.services.acm.model.ListTagsForCertificateResponse;
import software.amazon.awssdk.services.acm.model.Tag;

/// Shows the tags of a certificate.
public final class ListTagsForCertificate
        implements AcmRead<ListTagsForCertificateRequest, ListTagsForCertificateResponse> {
    @Override
    public Class<ListTagsForCertificateRequest> request() {
        return ListTagsForCertificateRequest.class;
    }

    @Override
    public ListTagsForCertificateResponse handle(ListTagsForCertificateRequest request, State state, Context context) {
        return ListTagsForCertificateResponse.builder()
                .tags(AcmNames.certificate(state, request.certificateArn()).tags().entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }
}
