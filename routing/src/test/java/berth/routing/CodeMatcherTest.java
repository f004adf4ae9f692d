package berth.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeMatcherTest {

    @ParameterizedTest
    @CsvSource({
        "200, 200, true",
        "200, 201, false",
        "'200,202', 202, true",
        "'200,202', 201, false",
        "200-299, 200, true",
        "200-299, 299, true",
        "200-299, 300, false",
        "'200, 300-302', 301, true",
        "0-99, 12, true",
        "12, 0, false"
    })
    void matchesWhatItLists(String text, int code, boolean matches) {
        assertThat(CodeMatcher.of(text).matches(code)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "200-", "-200", "299-200", "200,,201", "1-2-3", "2000"})
    void refusesWhatIsNoListOfCodes(String text) {
        assertThatThrownBy(() -> CodeMatcher.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isWrittenAsItWasRead() {
        assertThat(CodeMatcher.of("200,202-204")).hasToString("200,202-204");
    }
}
