package berth.control.elb.api;

import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.elb.model.Listener;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesResponse;

/// Shows the certificates of a listener, the default one first.
public final class DescribeListenerCertificates
        implements ElbRead<DescribeListenerCertificatesRequest, DescribeListenerCertificatesResponse> {
    @Override
    public Class<DescribeListenerCertificatesRequest> request() {
        return DescribeListenerCertificatesRequest.class;
    }

    @Override
    public DescribeListenerCertificatesResponse handle(
            DescribeListenerCertificatesRequest request, State state, Context context) {
        Listener listener = Find.listener(state, request.listenerArn());
        List<String> arns = listener.spec().certificates();
        Page<Integer> page = Listing.page(
                IntStream.range(0, arns.size()).boxed().toList(),
                "%05d"::formatted,
                request.pageSize(),
                request.marker(),
                PageTokens.of(name(), request.listenerArn()));
        return DescribeListenerCertificatesResponse.builder()
                .certificates(page.items().stream()
                        .map(index -> Certificate.builder()
                                .certificateArn(arns.get(index))
                                .isDefault(index == 0)
                                .build())
                        .toList())
                .nextMarker(page.nextToken())
                .build();
    }
}
