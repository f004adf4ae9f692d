package berth.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Action;
import berth.control.elb.model.Condition;
import berth.control.elb.model.Listener;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.Protocol;
import berth.control.elb.model.Transform;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ElbRowsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Bodies BODIES = new Bodies(List.of(ElbViews.LISTENERS, ElbViews.RULES, ElbViews.TARGETS));

    @Test
    void aRuleWithEveryConditionIsReadBackAsItWasWritten() {
        ListenerRule rule = new ListenerRule(
                "r",
                "l",
                7,
                List.of(
                        new Condition.HostHeader(List.of("*.example.org"), List.of("a|b")),
                        new Condition.PathPattern(List.of("/a/*", "/b"), List.of()),
                        new Condition.HttpHeader("X-Who", List.of("me"), List.of()),
                        new Condition.RequestMethod(List.of("GET")),
                        new Condition.QueryString(List.of(new Condition.Pair(null, "v"))),
                        new Condition.SourceIp(List.of("10.0.0.0/8"))),
                List.of(new Transform(Transform.Kind.URL_REWRITE, "^/old/(.*)", "/new/$1")),
                new Action.Forward(
                        List.of(new Action.WeightedGroup("blue", 90), new Action.WeightedGroup("green", 10)), 60),
                new TreeMap<>(),
                NOW);
        assertThat(readBack(ElbViews.RULES, rule)).isEqualTo(rule);
    }

    @Test
    void everyActionIsReadBackAsItWasWritten() {
        for (Action action : List.of(
                new Action.Redirect("HTTPS", "#{host}", "443", "/#{path}", "#{query}", 301),
                new Action.FixedResponse(404, "text/plain", null))) {
            ListenerRule rule = new ListenerRule(
                    "r", "l", ListenerRule.DEFAULT, List.of(), List.of(), action, new TreeMap<>(), NOW);
            assertThat(readBack(ElbViews.RULES, rule)).isEqualTo(rule);
        }
    }

    @Test
    void aListenerIsReadBackAsItWasWritten() {
        Listener listener = new Listener(
                "l",
                "lb",
                new Listener.Spec(Protocol.HTTPS, 443, "ELBSecurityPolicy-2016-08", List.of("c"), null),
                new TreeMap<>(),
                new TreeMap<>(),
                NOW);
        assertThat(readBack(ElbViews.LISTENERS, listener)).isEqualTo(listener);
    }

    private static <T extends Record> Record readBack(Kind<T> kind, T row) {
        Change read = BODIES.put(kind, kind.id().apply(row), BODIES.write(row));
        return ((Change.Put<?>) read).row();
    }
}
