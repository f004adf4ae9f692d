package berth.control.elb.api;

import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.elb.plan.SslPolicies;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Cipher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeSslPoliciesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeSslPoliciesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SslPolicy;

/// Shows the policies that a listener with TLS can have.
public final class DescribeSSLPolicies implements ElbRead<DescribeSslPoliciesRequest, DescribeSslPoliciesResponse> {
    @Override
    public Class<DescribeSslPoliciesRequest> request() {
        return DescribeSslPoliciesRequest.class;
    }

    @Override
    public DescribeSslPoliciesResponse handle(DescribeSslPoliciesRequest request, State state, Context context) {
        for (String name : request.names()) {
            if (SslPolicies.find(name) == null) {
                throw Fault.of("SSLPolicyNotFound", "SSL policy '%s' not found".formatted(name))
                        .raise();
            }
        }
        List<SslPolicies.Policy> policies = SslPolicies.all().stream()
                .filter(policy -> request.names().isEmpty() || request.names().contains(policy.name()))
                .sorted(Comparator.comparing(SslPolicies.Policy::name))
                .toList();
        Page<SslPolicies.Policy> page = Listing.page(
                policies,
                SslPolicies.Policy::name,
                request.pageSize(),
                request.marker(),
                PageTokens.of(name(), request.names(), request.loadBalancerTypeAsString()));
        return DescribeSslPoliciesResponse.builder()
                .sslPolicies(
                        page.items().stream().map(DescribeSSLPolicies::toSdk).toList())
                .nextMarker(page.nextToken())
                .build();
    }

    private static SslPolicy toSdk(SslPolicies.Policy policy) {
        List<Cipher> ciphers = new ArrayList<>();
        for (String name : policy.ciphers()) {
            ciphers.add(Cipher.builder().name(name).priority(ciphers.size() + 1).build());
        }
        return SslPolicy.builder()
                .name(policy.name())
                .sslProtocols(policy.protocols())
                .ciphers(ciphers)
                .supportedLoadBalancerTypes("application", "network")
                .build();
    }
}
