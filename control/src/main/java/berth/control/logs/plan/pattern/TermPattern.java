package berth.control.logs.plan.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Terms that a message contains or does not contain, anywhere in it, in the same case.
///
/// Of `?ERROR ?WARN` one is enough. CloudWatch: beside required or excluded terms, those with a question mark are
/// ignored: `?ERROR ?WARN REQUEST` is `REQUEST`.
///
/// @param required all of these
/// @param excluded none of these
/// @param optional one of these, if there is nothing else
record TermPattern(List<String> required, List<String> excluded, List<String> optional) implements FilterPattern {
    TermPattern {
        required = List.copyOf(required);
        excluded = List.copyOf(excluded);
        optional = List.copyOf(optional);
    }

    /// ```
    /// pattern := (["-" | "?"] term)*
    /// term    := word | "quoted"
    /// ```
    static TermPattern parse(Scanner scanner) {
        List<String> required = new ArrayList<>();
        List<String> excluded = new ArrayList<>();
        List<String> optional = new ArrayList<>();
        scanner.skipBlanks();
        while (!scanner.atEnd()) {
            List<String> kind = scanner.take("-") ? excluded : scanner.take("?") ? optional : required;
            String term = term(scanner);
            if (!term.isBlank()) {
                kind.add(term);
            }
            scanner.skipBlanks();
        }
        return new TermPattern(required, excluded, optional);
    }

    private static String term(Scanner scanner) {
        scanner.skipBlanks();
        if (scanner.peek() == '"') {
            return scanner.quoted();
        }
        String word = scanner.run(Scanner::isWord);
        if (word.isEmpty() || !(scanner.atEnd() || Character.isWhitespace(scanner.peek()))) {
            throw scanner.foreign();
        }
        return word;
    }

    @Override
    public boolean matches(String message) {
        if (required.isEmpty() && excluded.isEmpty()) {
            return optional.isEmpty() || optional.stream().anyMatch(message::contains);
        }
        return required.stream().allMatch(message::contains)
                && excluded.stream().noneMatch(message::contains);
    }

    @Override
    public Map<String, String> extract(String message) {
        return new TreeMap<>();
    }

    @Override
    public int regexes() {
        return 0;
    }
}
