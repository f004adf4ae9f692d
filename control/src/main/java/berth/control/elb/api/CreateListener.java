package berth.control.elb.api;

import berth.control.dispatch.Honoured;
import berth.control.elb.ElbViews;
import berth.control.elb.model.Action;
import berth.control.elb.model.Listener;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.LoadBalancer;
import berth.control.elb.model.Protocol;
import berth.control.elb.plan.ElbFaults;
import berth.control.elb.plan.RuleChecks;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;

/// Opens a port of a load balancer. What it does by default becomes its default rule.
///
/// ELB: the same again answers what there is; another listener on the port is DuplicateListener.
public final class CreateListener implements ElbWrite<CreateListenerRequest, CreateListenerResponse> {
    private static final int MAX_LISTENERS = 50;
    private static final Honoured HONOURED = Honoured.of(
            CreateListenerRequest.class,
            ActionFields.joined(
                    List.of(
                            "LoadBalancerArn",
                            "Protocol",
                            "Port",
                            "SslPolicy",
                            "Certificates.CertificateArn",
                            "AlpnPolicy",
                            "Tags",
                            "MutualAuthentication.Mode"),
                    ActionFields.actions("DefaultActions")));

    @Override
    public Class<CreateListenerRequest> request() {
        return CreateListenerRequest.class;
    }

    @Override
    public Outcome<CreateListenerResponse> handle(CreateListenerRequest request, State state, Context context) {
        LoadBalancer loadBalancer = Find.loadBalancer(state, request.loadBalancerArn());
        Listener.Spec spec = spec(request, state, loadBalancer);
        Action action = ActionMapper.action(request.defaultActions());
        HONOURED.check(request, WRONG);
        RuleChecks.action(state, loadBalancer, action);
        Listener before = same(state, loadBalancer, spec, action);
        if (before != null) {
            return Outcome.unchanged(response(state, before));
        }
        ListenerMapper.checkFree(state, loadBalancer.arn(), spec.port(), null);
        if (state.count(ElbViews.LISTENERS_BY_LOAD_BALANCER, loadBalancer.arn()) >= MAX_LISTENERS) {
            throw ElbFaults.tooMany("TooManyListeners", "listeners of a load balancer", MAX_LISTENERS)
                    .raise();
        }
        Listener listener = new Listener(
                loadBalancer.arn().replace(":loadbalancer/", ":listener/")
                        + '/'
                        + context.ids().hex(16),
                loadBalancer.arn(),
                spec,
                new TreeMap<>(),
                TagSets.of(request.tags()),
                context.now());
        ListenerRule rule = new ListenerRule(
                ListenerMapper.ruleArn(listener, context),
                listener.arn(),
                ListenerRule.DEFAULT,
                List.of(),
                List.of(),
                action,
                new TreeMap<>(),
                context.now());
        List<Change> changes = List.of(Change.put(ElbViews.LISTENERS, listener), Change.put(ElbViews.RULES, rule));
        return new Outcome<>(changes, response(state.with(changes, state.version()), listener));
    }

    private static Listener.Spec spec(CreateListenerRequest request, State state, LoadBalancer loadBalancer) {
        if (request.protocolAsString() == null) {
            throw ElbFaults.validation("A protocol must be specified").raise();
        }
        Protocol protocol = Words.protocol(request.protocolAsString());
        RuleChecks.listenerProtocol(loadBalancer, protocol);
        Integer port = request.port();
        ListenerMapper.checkPort(port);
        ListenerMapper.checkMutual(request.mutualAuthentication());
        return ListenerMapper.spec(
                state,
                protocol,
                port == null ? 0 : port,
                Words.given(request.sslPolicy()),
                ListenerMapper.certificate(request.certificates()),
                List.of(),
                ListenerMapper.alpn(protocol, request.alpnPolicy()));
    }

    private static @org.jspecify.annotations.Nullable Listener same(
            State state, LoadBalancer loadBalancer, Listener.Spec spec, Action action) {
        for (Listener listener : ElbViews.listeners(state, loadBalancer.arn())) {
            ListenerRule rule = ElbViews.defaultRule(state, listener.arn());
            if (listener.spec().equals(spec) && rule != null && rule.action().equals(action)) {
                return listener;
            }
        }
        return null;
    }

    private static CreateListenerResponse response(State state, Listener listener) {
        return CreateListenerResponse.builder()
                .listeners(ListenerMapper.toSdk(state, listener))
                .build();
    }
}
