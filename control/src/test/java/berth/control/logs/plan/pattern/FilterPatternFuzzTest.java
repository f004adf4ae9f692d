package berth.control.logs.plan.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import berth.kernel.FaultException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever is given is a pattern or an InvalidParameterException, and takes no long time on any message.
class FilterPatternFuzzTest {
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            "(",
            ")",
            "$",
            "$.a",
            "$.a[0]",
            "$.a[*]",
            "$.*",
            "$.['x.y']",
            ".",
            "=",
            "!=",
            "<",
            "<=",
            ">",
            ">=",
            "&&",
            "||",
            "IS",
            "NULL",
            "TRUE",
            "NOT",
            "EXISTS",
            "\"",
            "\"a b\"",
            "%",
            "%a+%",
            "%[a-z]{1,3}%",
            "%a|b%",
            "*",
            "a*",
            "*a*",
            "1",
            "-1.5",
            "1e9",
            "1e999",
            "...",
            ",",
            "-",
            "?",
            "ERROR",
            "w1",
            "\\",
            "\n",
            "é");

    @Property(tries = 3000)
    void piecesInAnyOrder(@ForAll("pieces") List<String> pieces, @ForAll("messages") String message) {
        evaluate(String.join(" ", pieces), message);
        evaluate("{ " + String.join(" ", pieces) + " }", message);
        evaluate("[" + String.join("", pieces) + "]", message);
    }

    @Property(tries = 3000)
    void anyText(@ForAll String text, @ForAll String message) {
        evaluate(text, message);
        evaluate("%" + text + "%", message);
        evaluate("{ $.a = \"" + text + "\" }", message);
        evaluate("[a = " + text + ", b]", message);
    }

    /// A quoted term is found in every message that holds it, whatever its characters.
    @Property(tries = 1000)
    void aQuotedTermFindsItself(@ForAll String term, @ForAll String before, @ForAll String after) {
        String quoted = '"' + term.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        if (quoted.length() <= FilterPattern.LONGEST) {
            assertThat(FilterPattern.parse(quoted).matches(before + term + after))
                    .isTrue();
        }
    }

    /// What `=` matches, `!=` does not, and the other way round, on a value that is there.
    @Property(tries = 1000)
    void equalAndNotEqualAreOpposites(@ForAll("values") String value, @ForAll("json") String json) {
        String message = "{\"a\": " + json + "}";
        boolean equal = FilterPattern.parse("{ $.a = " + value + " }").matches(message);
        boolean notEqual = FilterPattern.parse("{ $.a != " + value + " }").matches(message);

        assertThat(equal).isNotEqualTo(notEqual);
    }

    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.of(PIECES).list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<String> messages() {
        return Arbitraries.of(
                "",
                "ERROR a b",
                "{\"a\": [1, {\"b\": null}], \"x.y\": \"a\"}",
                "{",
                "[1]",
                "[a] \"b c\" d",
                "\"",
                "1 2 3");
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of("1", "a", "a*", "*", "\"1\"", "1e0", "%a%", "-2.50", "\"\"");
    }

    @Provide
    Arbitrary<String> json() {
        return Arbitraries.of("1", "1.0", "\"1\"", "\"a\"", "\"ab\"", "-2.5", "true", "\"\"");
    }

    private static void evaluate(String text, String message) {
        FilterPattern pattern;
        try {
            pattern = FilterPattern.parse(text);
        } catch (FaultException e) {
            assertThat(e.fault().code()).isEqualTo("InvalidParameterException");
            assertThat(e.fault().message()).isNotEmpty();
            return;
        }
        assertThat(pattern.regexes()).isBetween(0, 2);
        if (pattern.matches(message)) {
            assertThat(pattern.extract(message)).doesNotContainValue(null);
        }
    }
}
