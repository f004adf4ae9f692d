package berth.control.logs.plan.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where to look in a JSON document: `$.users[0].email`, `$.['cluster.name']`, `$.items[*].id`, `$.*`.
///
/// @param text as it was written
record Selector(String text, List<Step> steps) {
    Selector {
        steps = List.copyOf(steps);
    }

    sealed interface Step {}

    record Key(String name) implements Step {}

    record Element(int index) implements Step {}

    record Any() implements Step {}

    /// ```
    /// selector := "$" (["."] "[" (number | "*" | 'quoted') "]" | "." (key | "*"))+
    /// ```
    static Selector parse(Scanner scanner) {
        StringBuilder text = new StringBuilder("$");
        scanner.expect("$");
        List<Step> steps = new ArrayList<>();
        while (scanner.peek() == '.' || scanner.peek() == '[') {
            char sign = scanner.next();
            if (sign == '.') {
                text.append('.');
            }
            if (sign == '.' && scanner.peek() != '[') {
                steps.add(named(scanner, text));
            } else {
                if (sign == '.') {
                    scanner.next();
                }
                text.append('[');
                steps.add(bracketed(scanner, text));
                text.append(']');
            }
        }
        if (steps.isEmpty()) {
            throw scanner.unexpected("a property like $.name was expected");
        }
        Selector selector = new Selector(text.toString(), steps);
        if (selector.wildcards() > 1) {
            throw FilterPattern.invalid("%s has more than one wildcard".formatted(selector.text()))
                    .raise();
        }
        return selector;
    }

    private static Step named(Scanner scanner, StringBuilder text) {
        if (scanner.peek() == '*') {
            text.append(scanner.next());
            return new Any();
        }
        String name = scanner.run(c -> Scanner.isWord(c) || c == '-');
        if (name.isEmpty()) {
            throw scanner.foreign();
        }
        text.append(name);
        return new Key(name);
    }

    private static Step bracketed(Scanner scanner, StringBuilder text) {
        Step step;
        if (scanner.peek() == '*') {
            text.append(scanner.next());
            step = new Any();
        } else if (scanner.peek() == '\'' || scanner.peek() == '"') {
            char quote = scanner.next();
            String name = scanner.run(c -> c != quote);
            scanner.expect(String.valueOf(quote));
            text.append(quote).append(name).append(quote);
            step = new Key(name);
        } else {
            String digits = scanner.run(c -> c >= '0' && c <= '9');
            if (digits.isEmpty() || digits.length() > 9) {
                throw scanner.unexpected("the number of an element, * or a quoted name was expected");
            }
            text.append(digits);
            step = new Element(Integer.parseInt(digits));
        }
        scanner.expect("]");
        return step;
    }

    int wildcards() {
        return (int) steps.stream().filter(Any.class::isInstance).count();
    }

    /// What is there; more than one thing only through a wildcard.
    List<JsonNode> select(JsonNode document) {
        List<JsonNode> found = List.of(document);
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : found) {
                switch (step) {
                    case Key(String name) -> add(next, node.isObject() ? node.get(name) : null);
                    case Element(int index) -> add(next, node.isArray() ? node.get(index) : null);
                    case Any() -> node.forEach(next::add);
                }
            }
            found = next;
        }
        return found;
    }

    private static void add(List<JsonNode> nodes, @Nullable JsonNode node) {
        if (node != null) {
            nodes.add(node);
        }
    }
}
