package berth.control.ecs.cluster.plan.query;

import static org.assertj.core.api.Assertions.assertThat;

import berth.kernel.FaultException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever is given is an expression or an InvalidParameterException.
class ExpressionFuzzTest {
    private static final List<String> PIECES = List.of(
            "attribute:a",
            "attribute:",
            "agentVersion",
            "agentConnected",
            "ec2InstanceId",
            "registeredAt",
            "runningTasksCount",
            "task:group",
            "==",
            "!=",
            ">",
            ">=",
            "<",
            "<=",
            "exists",
            "!exists",
            "in",
            "!in",
            "=~",
            "!~",
            "equals",
            "not_in",
            "matches",
            "and",
            "or",
            "not",
            "&&",
            "||",
            "!",
            "(",
            ")",
            "[",
            "]",
            ",",
            "'",
            "a",
            "1.2.3",
            "7",
            "2018-06-18",
            "2018-06-18T22:28:28Z",
            "'a b'",
            "(a+)+",
            "[a-z]*",
            "a{2,5}",
            "\\",
            "\n",
            " ");

    @Property(tries = 3000)
    void piecesInAnyOrder(@ForAll("pieces") List<String> pieces) {
        evaluate(String.join(" ", pieces));
        evaluate(String.join("", pieces));
    }

    @Property(tries = 3000)
    void anyText(@ForAll String text) {
        evaluate(text);
        evaluate("attribute:a =~ '" + text + "'");
        evaluate("attribute:a == " + text);
    }

    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.of(PIECES).list().ofMaxSize(14);
    }

    private static void evaluate(String text) {
        Expression expression;
        try {
            expression = Expression.parse(text);
        } catch (FaultException refused) {
            assertThat(refused.fault().code()).isEqualTo("InvalidParameterException");
            return;
        }
        boolean once = expression.matches(Traits.sample());
        assertThat(expression.matches(Traits.sample())).isEqualTo(once);
        expression.matches(Traits.bare());
    }
}
