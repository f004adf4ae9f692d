package berth.control.logs.plan.pattern;

import java.util.ArrayList;
import java.util.List;

/// Reads `{ ... }`.
///
/// ```
/// pattern   := "{" or "}"
/// or        := and ("||" and)*
/// and       := one ("&&" one)*
/// one       := "(" or ")" | selector condition
/// condition := comparison | "IS" ("NULL" | "TRUE" | "FALSE") | "NOT EXISTS"
/// ```
final class JsonParser {
    private static final int DEEPEST = 100;

    /// CloudWatch: wildcards in the selectors of one pattern.
    private static final int MOST_WILDCARDS = 3;

    private final Scanner scanner;
    private int depth;

    JsonParser(Scanner scanner) {
        this.scanner = scanner;
    }

    JsonPattern parse() {
        scanner.expect("{");
        JsonCondition condition = or();
        scanner.expect("}");
        scanner.skipBlanks();
        if (!scanner.atEnd()) {
            throw scanner.unexpected("the end was expected");
        }
        if (condition.wildcards() > MOST_WILDCARDS) {
            throw FilterPattern.invalid("it has more than %d wildcards in its selectors".formatted(MOST_WILDCARDS))
                    .raise();
        }
        return new JsonPattern(condition);
    }

    private JsonCondition or() {
        List<JsonCondition> any = new ArrayList<>();
        do {
            any.add(and());
        } while (scanner.take("||"));
        return any.size() == 1 ? any.getFirst() : new JsonCondition.AnyOf(List.copyOf(any));
    }

    private JsonCondition and() {
        List<JsonCondition> all = new ArrayList<>();
        do {
            all.add(one());
        } while (scanner.take("&&"));
        return all.size() == 1 ? all.getFirst() : new JsonCondition.All(List.copyOf(all));
    }

    private JsonCondition one() {
        if (!scanner.take("(")) {
            return condition(Selector.parse(scanner));
        }
        if (++depth > DEEPEST) {
            throw FilterPattern.invalid("it is nested deeper than " + DEEPEST).raise();
        }
        JsonCondition inner = or();
        scanner.expect(")");
        depth--;
        return inner;
    }

    private JsonCondition condition(Selector selector) {
        if (scanner.takeWord("IS")) {
            for (JsonCondition.Is.Constant constant : JsonCondition.Is.Constant.values()) {
                if (scanner.takeWord(constant.name())) {
                    return new JsonCondition.Is(selector, constant);
                }
            }
            throw scanner.unexpected("NULL, TRUE or FALSE was expected");
        }
        if (scanner.takeWord("NOT")) {
            if (!scanner.takeWord("EXISTS")) {
                throw scanner.unexpected("EXISTS was expected");
            }
            return new JsonCondition.Missing(selector);
        }
        return new JsonCondition.Compares(selector, Comparison.parse(scanner));
    }
}
