package berth.control;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ContractWorld.Answer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// ECS's rules about tasks, task definitions, services and clusters, each with a case: what is refused and in which
/// words, what is accepted, and what is filled in. The files `contract-*.txt` hold them; [ContractCase] says how.
class ContractTest {
    private static final List<String> FILES = List.of(
            "contract-1-tasks.txt", "contract-2-definitions.txt", "contract-3-services.txt", "contract-4-clusters.txt");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Stream<ContractCase> cases() {
        return FILES.stream().flatMap(file -> ContractCase.cases(file).stream());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isAnsweredAsEcsDoes(ContractCase one) throws IOException {
        ContractWorld world = new ContractWorld(one.strict() ? Settings.STRICT : Settings.RELAXED);
        for (String line : ContractCase.preparation(fileOf(one))) {
            done(line, world.call(line));
        }
        String pending = null;
        Answer answer = null;
        for (ContractCase.Step step : one.steps()) {
            switch (step.kind()) {
                case CALL -> {
                    if (answer != null) {
                        done(pending, answer);
                    }
                    pending = step.text();
                    answer = world.call(step.text());
                }
                case REFUSED -> {
                    refused(pending, answer, world.written(step.text()));
                    answer = null;
                }
                case ANSWERED -> {
                    holds("", done(pending, answer), MAPPER.readTree(world.written(step.text())));
                    answer = null;
                }
                case SHOWN_BY -> shownBy(step.text());
                case NOT_HERE -> assertThat(step.text()).isNotBlank();
            }
        }
        if (answer != null) {
            done(pending, answer);
        }
    }

    @Test
    void everyRuleHasACase() {
        for (String file : FILES) {
            TreeSet<String> without = new TreeSet<>(ContractCase.rules(file));
            ContractCase.cases(file).stream()
                    .filter(one -> !one.steps().isEmpty())
                    .map(ContractCase::rule)
                    .forEach(without::remove);
            assertThat(without).as(file).isEmpty();
        }
    }

    private static String fileOf(ContractCase one) {
        return FILES.stream()
                .filter(file -> ContractCase.rules(file).contains(one.rule()))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode done(@Nullable String call, @Nullable Answer answer) {
        assertThat(answer).as(call).isInstanceOf(Answer.Done.class);
        return answer instanceof Answer.Done(var body) ? body : MAPPER.nullNode();
    }

    private static void refused(@Nullable String call, @Nullable Answer answer, String expected) {
        assertThat(answer).as(call).isInstanceOf(Answer.Refused.class);
        if (answer instanceof Answer.Refused(var fault)) {
            String said = (fault.code() + ' ' + fault.message()).strip();
            if (expected.endsWith("…")) {
                assertThat(said).startsWith(expected.substring(0, expected.length() - 1));
            } else {
                assertThat(said).isEqualTo(expected);
            }
        }
    }

    /// An object has the members and perhaps others; a list has as many entries; a text that begins with ~ is a regular
    /// expression, and null stands for a member that is not there.
    private static void holds(String where, JsonNode actual, JsonNode expected) {
        if (expected.isObject()) {
            expected.properties()
                    .forEach(member ->
                            holds(where + '/' + member.getKey(), actual.path(member.getKey()), member.getValue()));
        } else if (expected.isArray()) {
            assertThat(actual.size()).as("entries of %s in %s", where, actual).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                holds(where + '/' + i, actual.path(i), expected.path(i));
            }
        } else if (expected.isNull()) {
            assertThat(actual.isMissingNode()).as("no %s", where).isTrue();
        } else if (expected.isTextual() && expected.textValue().startsWith("~")) {
            assertThat(actual.asText()).as(where).matches(expected.textValue().substring(1));
        } else {
            assertThat(actual).as(where).isEqualTo(expected);
        }
    }

    private static void shownBy(String reference) throws IOException {
        int dot = reference.indexOf('.');
        String file = reference.substring(0, dot) + ".java";
        String method = "void " + reference.substring(dot + 1) + '(';
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            List<Path> found = modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(ContractTest::files)
                    .filter(path -> path.endsWith(file))
                    .toList();
            assertThat(found).as(file).isNotEmpty();
            assertThat(found).as(reference).anyMatch(path -> read(path).contains(method));
        }
    }

    private static Stream<Path> files(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
