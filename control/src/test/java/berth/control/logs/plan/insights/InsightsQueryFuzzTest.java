package berth.control.logs.plan.insights;

import static org.assertj.core.api.Assertions.assertThat;

import berth.kernel.FaultException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever is given is a query that runs, or a MalformedQueryException with a position.
class InsightsQueryFuzzTest {
    private static final List<String> PIECES = List.of(
            "fields",
            "filter",
            "parse",
            "stats",
            "sort",
            "limit",
            "dedup",
            "display",
            "|",
            "|",
            ",",
            "(",
            ")",
            "[",
            "]",
            "as",
            "by",
            "and",
            "or",
            "not",
            "in",
            "like",
            "=~",
            "=",
            "!=",
            "<",
            ">=",
            "+",
            "-",
            "*",
            "/",
            "%",
            "^",
            "a",
            "b",
            "@message",
            "@timestamp",
            "`x y`",
            "1",
            "2.5",
            "5m",
            "1h",
            "'a*b*'",
            "\"x\"",
            "/a(?<n>b)/",
            "/(a)(b)/",
            "count(*)",
            "count(a)",
            "avg(a)",
            "pct(a, 90)",
            "min(a)",
            "latest(a)",
            "bin(5m)",
            "strlen(a)",
            "substr(a, 1, 2)",
            "trim(a)",
            "coalesce(a, b)",
            "asc",
            "desc",
            "#",
            "\n",
            "\\");

    @Property(tries = 4000)
    void piecesInAnyOrder(@ForAll("pieces") List<String> pieces) {
        evaluate(String.join(" ", pieces));
        evaluate("fields a | " + String.join(" ", pieces));
        evaluate("stats count(*) by " + String.join(" ", pieces));
        evaluate("filter " + String.join("", pieces));
    }

    @Property(tries = 2000)
    void anyText(@ForAll String text) {
        evaluate(text);
        evaluate("filter @message like \"" + text + '"');
        evaluate("parse @message /" + text + "/ as a, b | sort a");
        evaluate("fields " + text + " as x");
    }

    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.of(PIECES).list().ofMaxSize(14);
    }

    private static void evaluate(String text) {
        InsightsQuery query;
        try {
            query = InsightsQuery.parse(text);
        } catch (FaultException e) {
            assertThat(e.fault().code()).isEqualTo("MalformedQueryException");
            assertThat(e.fault().message()).matches("(?s).* at line \\d+ and position \\d+");
            return;
        }
        InsightsQuery.Run run = query.run(1_000, 10);
        for (String message :
                List.of("", "ab ab", "{\"a\": 1, \"b\": \"x\"}", "{\"a\": \"t\", \"b\": [1, null]}", "{")) {
            run.accept(1, 2, "s", "l", "p", message);
        }
        assertThat(run.end()).hasSizeLessThanOrEqualTo(10_000);
    }
}
