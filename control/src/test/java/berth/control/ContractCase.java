package berth.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One case of the contract: calls, and what ECS answers to each.
///
/// A file of cases is read line by line; what is indented goes on with the line before.
///
/// ```
/// ## 1.6.10 DescribeTasks takes up to 100 tasks       a rule of ECS: at least one case must follow
/// : no tasks                                          a case; with (strict) in its title, without relaxed help
/// DescribeTasks {"cluster":"c"}                       a call; another service's as logs:CreateLogGroup
/// ! InvalidParameterException Tasks cannot be empty.  refused, with this code and text; … at the end: begins so
/// = {"failures":[]}                                   answered, with these members at least
/// @ TaskOperationsTest.missingTasksAreFailures        a test that shows it, because more than calls is needed
/// - there are no Windows hosts                        why Berth has no such case
/// ```
///
/// @param rule number and words
/// @param strict whether Berth helps less
record ContractCase(String rule, String title, boolean strict, List<Step> steps) {

    /// @param text what follows the sign, or the whole line of a call
    record Step(Kind kind, String text) {}

    enum Kind {
        CALL,
        REFUSED,
        ANSWERED,
        SHOWN_BY,
        NOT_HERE
    }

    @Override
    public String toString() {
        return rule.substring(0, rule.indexOf(' ')) + ' ' + title;
    }

    /// The calls before the first rule: made before each case.
    static List<String> preparation(String file) {
        return lines(file).stream()
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    static List<ContractCase> cases(String file) {
        List<ContractCase> cases = new ArrayList<>();
        String rule = null;
        String title = null;
        List<Step> steps = new ArrayList<>();
        for (String line :
                Stream.concat(lines(file).stream(), Stream.of("## end")).toList()) {
            boolean heading = line.startsWith("## ");
            if (heading || line.startsWith(": ")) {
                add(cases, rule, title, steps);
                rule = heading ? line.substring(3) : rule;
                title = heading ? null : line.substring(2);
                steps.clear();
            } else if (rule != null) {
                steps.add(step(line));
            }
        }
        return cases;
    }

    /// The rules in the order of the file.
    static List<String> rules(String file) {
        return lines(file).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();
    }

    /// Steps right below a heading are a case without a title of its own.
    private static void add(List<ContractCase> cases, @Nullable String rule, @Nullable String title, List<Step> steps) {
        if (rule == null || (title == null && steps.isEmpty())) {
            return;
        }
        String said = Objects.requireNonNullElse(title, rule.substring(rule.indexOf(' ') + 1));
        cases.add(new ContractCase(rule, said, said.contains("(strict)"), List.copyOf(steps)));
    }

    private static Step step(String line) {
        String rest = line.substring(Math.min(2, line.length()));
        return switch (line.charAt(0)) {
            case '!' -> new Step(Kind.REFUSED, rest);
            case '=' -> new Step(Kind.ANSWERED, rest);
            case '@' -> new Step(Kind.SHOWN_BY, rest);
            case '-' -> new Step(Kind.NOT_HERE, rest);
            default -> new Step(Kind.CALL, line);
        };
    }

    private static List<String> lines(String file) {
        try (InputStream in = ContractCase.class.getResourceAsStream(file)) {
            List<String> lines = new ArrayList<>();
            for (String line : new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList()) {
                if (Character.isWhitespace(line.charAt(0))) {
                    lines.add(lines.removeLast() + line.strip());
                } else {
                    lines.add(line);
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
