package berth.control.elb.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.elb.Balancers;
import berth.control.elb.plan.RoutingPlanner;
import berth.kernel.Fault;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesRequest;

class RulesTest {
    private final Balancers balancers = new Balancers();
    private final Calls calls = balancers.calls;
    private final String loadBalancer = balancers.loadBalancer("web").loadBalancerArn();
    private final String blue = balancers.group("blue").targetGroupArn();
    private final String green = balancers.group("green").targetGroupArn();
    private final String listener = balancers.listener(loadBalancer, 80, blue);

    private CreateRuleRequest request(int priority, Consumer<CreateRuleRequest.Builder> more) {
        CreateRuleRequest.Builder request = CreateRuleRequest.builder()
                .listenerArn(listener)
                .priority(priority)
                .conditions(condition -> condition.field("path-pattern").values("/api/*"))
                .actions(action -> action.type("forward").targetGroupArn(green));
        more.accept(request);
        return request.build();
    }

    private Rule rule(int priority, Consumer<CreateRuleRequest.Builder> more) {
        return calls.call(new CreateRule(), request(priority, more)).rules().getFirst();
    }

    private Fault refused(Consumer<CreateRuleRequest.Builder> more) {
        return calls.refusal(new CreateRule(), request(1, more));
    }

    private List<Rule> rules() {
        return calls.call(
                        new DescribeRules(),
                        DescribeRulesRequest.builder().listenerArn(listener).build())
                .rules();
    }

    @Test
    void aListenerHasADefaultRuleAndOthersComeBeforeIt() {
        rule(20, more -> {});
        rule(3, more -> {});
        assertThat(rules()).extracting(Rule::priority).containsExactly("3", "20", "default");
        assertThat(rules().getLast().isDefault()).isTrue();
        assertThat(rules().getFirst().ruleArn()).startsWith(listener.replace(":listener/", ":listener-rule/") + '/');
        assertThat(RoutingPlanner.table(calls.state())
                        .loadBalancers()
                        .getFirst()
                        .listeners()
                        .getFirst()
                        .rules())
                .extracting(berth.routing.Rule::priority)
                .containsExactly(3, 20, berth.routing.Rule.DEFAULT);
    }

    @Test
    void everyConditionIsShownAsItWasGiven() {
        Rule made = rule(
                1,
                more -> more.conditions(
                        one -> one.field("host-header").hostHeaderConfig(host -> host.values("*.example.org")),
                        one -> one.field("http-header")
                                .httpHeaderConfig(
                                        header -> header.httpHeaderName("X-Who").values("me")),
                        one -> one.field("http-request-method").httpRequestMethodConfig(method -> method.values("GET")),
                        one -> one.field("query-string")
                                .queryStringConfig(query ->
                                        query.values(pair -> pair.key("v").value("1"))),
                        one -> one.field("source-ip").sourceIpConfig(source -> source.values("10.0.0.0/8"))));
        assertThat(made.conditions())
                .extracting(condition -> condition.field())
                .containsExactly("host-header", "http-header", "http-request-method", "query-string", "source-ip");
        assertThat(made.conditions().getFirst().values()).containsExactly("*.example.org");
        assertThat(rules().getFirst()).isEqualTo(made);
    }

    @Test
    void regularExpressionsAndTransformsReachTheProxy() {
        rule(
                1,
                more -> more.conditions(one ->
                                one.field("path-pattern").pathPatternConfig(path -> path.regexValues("^/v[0-9]+/.*")))
                        .transforms(one -> one.type("url-rewrite")
                                .urlRewriteConfig(url -> url.rewrites(rewrite ->
                                        rewrite.regex("^/v[0-9]+/(.*)").replace("/$1")))));
        var told = RoutingPlanner.table(calls.state())
                .loadBalancers()
                .getFirst()
                .listeners()
                .getFirst()
                .rules()
                .getFirst();
        assertThat(told.conditions())
                .containsExactly(new berth.routing.Condition.PathPattern(List.of(), List.of("^/v[0-9]+/.*")));
        assertThat(told.transforms()).containsExactly(new berth.routing.Transform.UrlRewrite("^/v[0-9]+/(.*)", "/$1"));
        assertThat(refused(more -> more.conditions(
                                one -> one.field("path-pattern").pathPatternConfig(path -> path.regexValues("["))))
                        .message())
                .contains("regular expression");
    }

    @Test
    void prioritiesAreUniqueAndChangePlacesTogether() {
        String first = rule(1, more -> {}).ruleArn();
        String second = rule(2, more -> {}).ruleArn();
        assertThat(calls.refusal(new CreateRule(), request(2, more -> {})))
                .isEqualTo(Fault.of("PriorityInUse", "Priority '2' is currently in use"));
        calls.call(
                new SetRulePriorities(),
                SetRulePrioritiesRequest.builder()
                        .rulePriorities(
                                pair -> pair.ruleArn(first).priority(2),
                                pair -> pair.ruleArn(second).priority(1))
                        .build());
        assertThat(rules()).extracting(Rule::ruleArn).startsWith(second, first);
        assertThat(calls.refusal(
                                new SetRulePriorities(),
                                SetRulePrioritiesRequest.builder()
                                        .rulePriorities(
                                                pair -> pair.ruleArn(first).priority(1))
                                        .build())
                        .code())
                .isEqualTo("PriorityInUse");
    }

    @ParameterizedTest
    @CsvSource({"0", "50001", "-1"})
    void prioritiesAreBetweenOneAndFiftyThousand(int priority) {
        assertThat(calls.refusal(new CreateRule(), request(priority, more -> {}))
                        .message())
                .isEqualTo("Priority '%d' must be between 1 and 50000", priority);
    }

    @Test
    void weightsAndStickinessAreShown() {
        Action action = rule(
                        1,
                        more -> more.actions(Action.builder()
                                .type("forward")
                                .forwardConfig(config -> config.targetGroups(
                                                one -> one.targetGroupArn(blue).weight(0),
                                                one -> one.targetGroupArn(green).weight(999))
                                        .targetGroupStickinessConfig(
                                                sticky -> sticky.enabled(true).durationSeconds(60)))
                                .build()))
                .actions()
                .getFirst();
        assertThat(action.targetGroupArn()).isNull();
        assertThat(action.forwardConfig().targetGroups())
                .extracting(group -> group.weight())
                .containsExactly(0, 999);
        assertThat(action.forwardConfig().targetGroupStickinessConfig().durationSeconds())
                .isEqualTo(60);
        assertThat(refused(more -> more.actions(Action.builder()
                                .type("forward")
                                .forwardConfig(config -> config.targetGroups(
                                        one -> one.targetGroupArn(blue).weight(1000)))
                                .build()))
                        .message())
                .isEqualTo("Weight '1000' must be between 0 and 999");
    }

    @Test
    void redirectsAndFixedResponsesAreCheckedAndShown() {
        Action redirect = rule(
                        1,
                        more -> more.actions(one -> one.type("redirect")
                                .redirectConfig(
                                        to -> to.protocol("HTTPS").port("443").statusCode("HTTP_301"))))
                .actions()
                .getFirst();
        assertThat(redirect.redirectConfig().host()).isEqualTo("#{host}");
        assertThat(redirect.redirectConfig().path()).isEqualTo("/#{path}");
        assertThat(refused(more -> more.actions(
                                one -> one.type("redirect").redirectConfig(to -> to.statusCode("HTTP_301"))))
                        .code())
                .isEqualTo("InvalidLoadBalancerAction");
        assertThat(refused(more -> more.actions(
                                one -> one.type("fixed-response").fixedResponseConfig(to -> to.statusCode("301"))))
                        .code())
                .isEqualTo("ValidationError");
        assertThat(refused(more -> more.actions(one -> one.type("authenticate-oidc")))
                        .message())
                .contains("actions of type authenticate-oidc");
    }

    @Test
    void aGroupThatIsMissingOfAnotherProtocolOrTakenIsRefused() {
        assertThat(refused(more -> more.actions(one -> one.type("forward").targetGroupArn(blue + "0")))
                        .code())
                .isEqualTo("TargetGroupNotFound");
        String tcp = balancers.group("tcp", more -> more.protocol("TCP")).targetGroupArn();
        assertThat(refused(more -> more.actions(one -> one.type("forward").targetGroupArn(tcp)))
                        .code())
                .isEqualTo("InvalidConfigurationRequest");
        String other = balancers.loadBalancer("other").loadBalancerArn();
        String theirs = balancers.group("theirs").targetGroupArn();
        balancers.listener(other, 80, theirs);
        assertThat(refused(more -> more.actions(one -> one.type("forward").targetGroupArn(theirs)))
                        .code())
                .isEqualTo("TargetGroupAssociationLimit");
    }

    @Test
    void theDefaultRuleIsModifiedThroughItsListenerOnly() {
        String arn = rules().getLast().ruleArn();
        assertThat(calls.refusal(
                                new DeleteRule(),
                                DeleteRuleRequest.builder().ruleArn(arn).build())
                        .code())
                .isEqualTo("OperationNotPermitted");
        assertThat(calls.refusal(
                                new ModifyRule(),
                                ModifyRuleRequest.builder().ruleArn(arn).build())
                        .code())
                .isEqualTo("OperationNotPermitted");
        calls.call(
                new ModifyListener(),
                ModifyListenerRequest.builder()
                        .listenerArn(listener)
                        .port(81)
                        .defaultActions(one -> one.type("fixed-response")
                                .fixedResponseConfig(to -> to.statusCode("503").messageBody("later")))
                        .build());
        var shown = calls.call(
                        new DescribeListeners(),
                        DescribeListenersRequest.builder()
                                .loadBalancerArn(loadBalancer)
                                .build())
                .listeners()
                .getFirst();
        assertThat(shown.port()).isEqualTo(81);
        assertThat(shown.defaultActions().getFirst().fixedResponseConfig().messageBody())
                .isEqualTo("later");
    }

    @Test
    void aRuleIsModifiedAndDeleted() {
        String arn = rule(1, more -> {}).ruleArn();
        Rule after = calls.call(
                        new ModifyRule(),
                        ModifyRuleRequest.builder()
                                .ruleArn(arn)
                                .conditions(one -> one.field("path-pattern").values("/other"))
                                .build())
                .rules()
                .getFirst();
        assertThat(after.conditions().getFirst().values()).containsExactly("/other");
        assertThat(after.actions().getFirst().targetGroupArn()).isEqualTo(green);
        calls.call(new DeleteRule(), DeleteRuleRequest.builder().ruleArn(arn).build());
        assertThat(rules()).hasSize(1);
        assertThat(calls.refusal(
                        new DescribeRules(),
                        DescribeRulesRequest.builder().ruleArns(arn).build()))
                .isEqualTo(Fault.of("RuleNotFound", "One or more rules not found"));
    }

    @Test
    void aPortIsTakenOnceAndTheSameListenerIsTheSame() {
        assertThat(balancers.listener(loadBalancer, 80, blue)).isEqualTo(listener);
        Fault fault = calls.refusal(
                new CreateListener(),
                CreateListenerRequest.builder()
                        .loadBalancerArn(loadBalancer)
                        .protocol("HTTP")
                        .port(80)
                        .defaultActions(one -> one.type("forward").targetGroupArn(green))
                        .build());
        assertThat(fault)
                .isEqualTo(Fault.of(
                        "DuplicateListener",
                        "A listener already exists on this port for this load balancer '%s'".formatted(loadBalancer)));
        calls.call(
                new DeleteListener(),
                DeleteListenerRequest.builder().listenerArn(listener).build());
        assertThat(RoutingPlanner.table(calls.state()).targetGroups()).isEmpty();
    }

    @Test
    void networkLoadBalancersPassTcpAndHaveNoRules() {
        String net = balancers.loadBalancer("net", more -> more.type("network")).loadBalancerArn();
        String tcp = balancers.group("tcp", more -> more.protocol("TCP")).targetGroupArn();
        CreateListenerRequest good = CreateListenerRequest.builder()
                .loadBalancerArn(net)
                .protocol("TCP")
                .port(5432)
                .defaultActions(one -> one.type("forward").targetGroupArn(tcp))
                .build();
        String arn =
                calls.call(new CreateListener(), good).listeners().getFirst().listenerArn();
        assertThat(calls.refusal(
                                new CreateListener(),
                                good.toBuilder().protocol("HTTP").port(80).build())
                        .message())
                .isEqualTo("Listener protocol 'HTTP' must be one of 'TCP, TLS'");
        assertThat(calls.refusal(
                                new CreateListener(),
                                good.toBuilder().protocol("UDP").port(53).build())
                        .message())
                .contains("the protocol UDP");
        assertThat(calls.refusal(
                                new CreateRule(),
                                request(1, more -> more.listenerArn(arn)).toBuilder()
                                        .actions(one -> one.type("forward").targetGroupArn(tcp))
                                        .build())
                        .code())
                .isEqualTo("InvalidConfigurationRequest");
    }
}
