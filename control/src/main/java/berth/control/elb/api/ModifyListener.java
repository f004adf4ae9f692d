package berth.control.elb.api;

import berth.control.dispatch.Honoured;
import berth.control.elb.ElbViews;
import berth.control.elb.model.Action;
import berth.control.elb.model.Listener;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.LoadBalancer;
import berth.control.elb.model.Protocol;
import berth.control.elb.plan.RuleChecks;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;

/// Changes a listener, and what it does by default; what is left out stays.
///
/// ELB: with a change from TLS to none the certificates and the policy go.
public final class ModifyListener implements ElbWrite<ModifyListenerRequest, ModifyListenerResponse> {
    private static final Honoured HONOURED = Honoured.of(
            ModifyListenerRequest.class,
            ActionFields.joined(
                    List.of(
                            "ListenerArn",
                            "Port",
                            "Protocol",
                            "SslPolicy",
                            "Certificates.CertificateArn",
                            "AlpnPolicy",
                            "MutualAuthentication.Mode"),
                    ActionFields.actions("DefaultActions")));

    @Override
    public Class<ModifyListenerRequest> request() {
        return ModifyListenerRequest.class;
    }

    @Override
    public Outcome<ModifyListenerResponse> handle(ModifyListenerRequest request, State state, Context context) {
        Listener before = Find.listener(state, request.listenerArn());
        LoadBalancer loadBalancer = Find.loadBalancerOf(state, before);
        Listener after = before.with(spec(request, state, before, loadBalancer));
        List<Change> changes = new ArrayList<>();
        changes.add(Change.put(ElbViews.LISTENERS, after));
        ListenerRule rule = ElbViews.defaultRule(state, before.arn());
        if (request.hasDefaultActions() && rule != null) {
            Action action = ActionMapper.action(request.defaultActions());
            RuleChecks.action(state, loadBalancer, action);
            changes.add(Change.put(ElbViews.RULES, rule.with(action)));
        }
        HONOURED.check(request, WRONG);
        return new Outcome<>(
                changes,
                ModifyListenerResponse.builder()
                        .listeners(ListenerMapper.toSdk(state.with(changes, state.version()), after))
                        .build());
    }

    private static Listener.Spec spec(
            ModifyListenerRequest request, State state, Listener listener, LoadBalancer loadBalancer) {
        Listener.Spec before = listener.spec();
        Protocol protocol =
                request.protocolAsString() == null ? before.protocol() : Words.protocol(request.protocolAsString());
        RuleChecks.listenerProtocol(loadBalancer, protocol);
        int port = before.port();
        if (request.port() != null) {
            ListenerMapper.checkPort(request.port());
            ListenerMapper.checkFree(state, loadBalancer.arn(), request.port(), listener.arn());
            port = request.port();
        }
        ListenerMapper.checkMutual(request.mutualAuthentication());
        boolean secure = protocol.secure();
        String given = ListenerMapper.certificate(request.certificates());
        String certificate = or(
                given,
                secure && !before.certificates().isEmpty()
                        ? before.certificates().getFirst()
                        : null);
        List<String> more = before.certificates().isEmpty()
                ? List.of()
                : before.certificates().subList(1, before.certificates().size());
        return ListenerMapper.spec(
                state,
                protocol,
                port,
                or(Words.given(request.sslPolicy()), secure ? before.sslPolicy() : null),
                certificate,
                more,
                request.hasAlpnPolicy() ? ListenerMapper.alpn(protocol, request.alpnPolicy()) : before.alpnPolicy());
    }

    private static @Nullable String or(@Nullable String given, @Nullable String otherwise) {
        return given == null ? otherwise : given;
    }
}
