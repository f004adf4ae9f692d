package berth.control.logs.plan.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import berth.kernel.FaultException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FilterPatternTest {

    @ParameterizedTest(name = "{1} on {2}: {3} ({0})")
    @MethodSource("matching")
    void aPatternMatchesWhatItsSourceSays(String source, String pattern, String message, boolean matches) {
        assertThat(FilterPattern.parse(pattern).matches(message)).as(source).isEqualTo(matches);
    }

    @ParameterizedTest(name = "{1} ({0})")
    @MethodSource("invalid")
    void aTextThatIsNoPatternIsRefusedInCloudWatchsWords(String source, String pattern, String words) {
        FaultException refused = catchThrowableOfType(FaultException.class, () -> FilterPattern.parse(pattern));

        assertThat(refused.fault().code()).as(source).isEqualTo("InvalidParameterException");
        assertThat(refused.fault().message()).contains(words);
    }

    @Test
    void theTableHoldsAtLeast120Cases() {
        assertThat(matching().count() + invalid().count()).isGreaterThan(250);
        assertThat(matching().map(one -> one.get()[1]).distinct().count()
                        + invalid().count())
                .isGreaterThan(120);
    }

    @Test
    void aPatternHasAtMost1024Characters() {
        assertThat(FilterPattern.parse("a".repeat(1024)).matches("b")).isFalse();
        assertThat(catchThrowableOfType(FaultException.class, () -> FilterPattern.parse("a".repeat(1025)))
                        .fault()
                        .message())
                .contains("'filterPattern'", "1024");
    }

    /// CloudWatch: user guide, the extracted fields of `[..., request=*.html*, status_code=4*,]`.
    @Test
    void fieldsAreReadByNameAndUnnamedOnesByNumber() {
        String message =
                "127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] \"GET /products/index.html HTTP/1.0\" 404 1534";

        assertThat(FilterPattern.parse("[..., request=*.html*, status_code=4*,]")
                        .extract(message))
                .containsExactly(
                        entry("$1", "127.0.0.1"),
                        entry("$2", "-"),
                        entry("$3", "frank"),
                        entry("$4", "10/Oct/2000:13:25:15 -0700"),
                        entry("$request", "GET /products/index.html HTTP/1.0"),
                        entry("$status_code", "404"),
                        entry("$7", "1534"));
    }

    @Test
    void whatIsLeftOfAMessageIsItsLastField() {
        assertThat(FilterPattern.parse("[w1=ERROR, w2]").extract("ERROR  could not   connect "))
                .containsExactly(entry("$w1", "ERROR"), entry("$w2", "could not   connect"));
    }

    @Test
    void selectorsNameTheValuesThatAreRead() {
        assertThat(FilterPattern.parse("{ $.a.b > 1 && $.list[0] = x* }")
                        .extract("{\"a\":{\"b\":2},\"list\":[\"xy\"]}"))
                .containsExactly(entry("$.a.b", "2"), entry("$.list[0]", "xy"));
    }

    static Stream<Arguments> matching() {
        return cases().stream()
                .filter(one -> one.mark != '!')
                .map(one -> Arguments.of(one.source, one.pattern, one.text, one.mark == '+'));
    }

    static Stream<Arguments> invalid() {
        return cases().stream()
                .filter(one -> one.mark == '!')
                .map(one -> Arguments.of(one.source, one.pattern, one.text));
    }

    private record Case(String source, String pattern, char mark, String text) {}

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        String source = "";
        String pattern = "";
        for (String line : lines()) {
            if (line.startsWith("source: ")) {
                source = line.substring(8);
            } else if (line.startsWith("pattern: ")) {
                pattern = line.substring(9);
            } else if (line.startsWith("! ")) {
                pattern = line.substring(2);
            } else if (line.startsWith("= ")) {
                cases.add(new Case(source, pattern, '!', line.substring(2)));
            } else if (line.startsWith("+ ") || line.startsWith("- ")) {
                String message = line.substring(2).replace("\\n", "\n").replace("\\t", "\t");
                cases.add(new Case(source, pattern, line.charAt(0), message));
            }
        }
        return cases;
    }

    private static List<String> lines() {
        try (InputStream file =
                Objects.requireNonNull(FilterPatternTest.class.getResourceAsStream("cases.txt"), "cases.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
