package berth.control.elb.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.acm.AcmModule;
import berth.control.acm.Pems;
import berth.control.acm.api.ImportCertificate;
import berth.control.dispatch.Calls;
import berth.control.dispatch.Operation;
import berth.control.elb.Balancers;
import berth.control.elb.ElbModule;
import berth.control.elb.ElbViews;
import berth.control.elb.ProxyChannels;
import berth.control.elb.model.Listener;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.LoadBalancer;
import berth.control.elb.model.Target;
import berth.control.elb.plan.RoutingPlanner;
import berth.control.iam.IamModule;
import berth.control.store.State;
import berth.control.vpc.VpcModule;
import berth.kernel.FaultException;
import berth.kernel.Rng;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.acm.model.ImportCertificateRequest;

/// Whatever is asked, the answer is a response or a fault of AWS's, and what holds of load balancers goes on to hold.
class AnyRequestTest {
    private static final int CALLS = 4_000;
    private static final List<String> WORDS = List.of(
            "",
            "x",
            "web",
            "-",
            "a".repeat(200),
            "HTTP",
            "HTTPS",
            "TCP",
            "TLS",
            "UDP",
            "application",
            "network",
            "internal",
            "ip",
            "instance",
            "ipv4",
            "10.0.0.4",
            "10.0.0.0/8",
            "127.0.0.1",
            "forward",
            "redirect",
            "fixed-response",
            "HTTP_301",
            "200",
            "200-299",
            "traffic-port",
            "/",
            "/a*",
            "path-pattern",
            "host-header",
            "query-string",
            "http-header",
            "http-request-method",
            "source-ip",
            "url-rewrite",
            "(",
            "GET",
            "true",
            "false",
            "idle_timeout.timeout_seconds",
            "stickiness.enabled",
            "slow_start.duration_seconds",
            "deregistration_delay.timeout_seconds",
            "ELBSecurityPolicy-2016-08");

    private final Balancers balancers = new Balancers();
    private final Calls calls = balancers.calls;

    private static List<Operation<?, ?>> operations() {
        List<Operation<?, ?>> all = new ArrayList<>();
        all.addAll(ElbModule.module(new ProxyChannels()).operations());
        all.addAll(AcmModule.module().operations());
        all.addAll(IamModule.module().operations());
        all.addAll(VpcModule.module().operations());
        return all;
    }

    private List<String> words() {
        State state = calls.state();
        List<String> words = new ArrayList<>(WORDS);
        words.addAll(balancers.subnets());
        words.add(balancers.vpcId());
        state.all(ElbViews.LOAD_BALANCERS).forEach(one -> words.add(one.arn()));
        state.all(ElbViews.LISTENERS).forEach(one -> words.add(one.arn()));
        state.all(ElbViews.RULES).forEach(one -> words.add(one.arn()));
        state.all(ElbViews.TARGET_GROUPS).forEach(one -> words.add(one.arn()));
        return words;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyRequestIsAnsweredAndNothingIsLeftHalfDone(long seed) {
        Rng rng = Rng.seeded(seed);
        prepare();
        RandomRequests requests = new RandomRequests(rng, this::words);
        List<Operation<?, ?>> operations = operations();
        TreeMap<String, Integer> answered = new TreeMap<>();
        for (int call = 0; call < CALLS; call++) {
            Operation<?, ?> operation = operations.get(rng.nextInt(operations.size()));
            if (call(operation, requests)) {
                answered.merge(operation.name(), 1, Integer::sum);
                assertConsistent(calls.state());
            }
        }
        assertThat(answered).hasSizeGreaterThan(15);
    }

    private void prepare() {
        String web = balancers.loadBalancer("web").loadBalancerArn();
        String net = balancers.loadBalancer("net", more -> more.type("network")).loadBalancerArn();
        balancers.listener(web, 80, balancers.group("blue").targetGroupArn());
        balancers.group("green");
        balancers.group("tcp", more -> more.protocol("TCP"));
        assertThat(net).contains("/net/");
        calls.call(
                new ImportCertificate(),
                ImportCertificateRequest.builder()
                        .certificate(SdkBytes.fromUtf8String(Pems.read("rsa.pem")))
                        .privateKey(SdkBytes.fromUtf8String(Pems.read("rsa.key.pem")))
                        .build());
    }

    private <Q extends SdkPojo, R extends SdkPojo> boolean call(Operation<Q, R> operation, RandomRequests requests) {
        Q request = requests.request(operation.request());
        try {
            assertThat(calls.call(operation, request)).isNotNull();
            return true;
        } catch (FaultException refused) {
            assertThat(refused.fault().message()).as(operation.name()).isNotEmpty();
            return false;
        } catch (RuntimeException defect) {
            throw new AssertionError(operation.name() + " failed on " + request, defect);
        }
    }

    private static void assertConsistent(State state) {
        TreeSet<String> addresses = new TreeSet<>();
        for (LoadBalancer one : state.all(ElbViews.LOAD_BALANCERS)) {
            assertThat(addresses.add(one.address())).as(one.address()).isTrue();
        }
        for (Listener one : state.all(ElbViews.LISTENERS)) {
            assertThat(state.find(ElbViews.LOAD_BALANCERS, one.loadBalancerArn()))
                    .as(one.arn())
                    .isNotNull();
            List<ListenerRule> rules = ElbViews.rules(state, one.arn());
            assertThat(rules.stream().filter(ListenerRule::isDefault)).hasSize(1);
            assertThat(rules).extracting(ListenerRule::priority).doesNotHaveDuplicates();
        }
        for (ListenerRule one : state.all(ElbViews.RULES)) {
            assertThat(state.find(ElbViews.LISTENERS, one.listenerArn())).isNotNull();
            assertThat(ElbViews.targetGroups(one.action()))
                    .allMatch(group -> state.find(ElbViews.TARGET_GROUPS, group) != null);
        }
        for (Target one : state.all(ElbViews.TARGETS)) {
            assertThat(state.find(ElbViews.TARGET_GROUPS, one.targetGroupArn())).isNotNull();
        }
        assertThat(RoutingPlanner.table(state).loadBalancers()).hasSize(state.count(ElbViews.LOAD_BALANCERS));
    }

    @Test
    void thereAreThirtySevenOperationsOfLoadBalancers() {
        assertThat(ElbModule.module(new ProxyChannels()).operations()).hasSize(37);
    }
}
