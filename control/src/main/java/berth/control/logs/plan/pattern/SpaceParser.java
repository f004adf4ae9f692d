package berth.control.logs.plan.pattern;

import berth.control.logs.plan.pattern.SpacePattern.Condition;
import berth.control.logs.plan.pattern.SpacePattern.Field;
import java.util.ArrayList;
import java.util.List;

/// Reads `[ ... ]`.
///
/// ```
/// pattern   := "[" [item ("," item)*] "]"
/// item      := "..." | or | name | nothing
/// or        := and ("||" and)*
/// and       := one ("&&" one)*
/// one       := "(" or ")" | name comparison
/// ```
///
/// All names in one item are the same. CloudWatch: user guide, issue 21: another field's name there is an invalid
/// pattern.
final class SpaceParser {
    private static final int DEEPEST = 100;

    private final Scanner scanner;
    private String name = "";
    private int depth;

    SpaceParser(Scanner scanner) {
        this.scanner = scanner;
    }

    SpacePattern parse() {
        List<Field> before = new ArrayList<>();
        List<Field> after = new ArrayList<>();
        boolean ellipsis = false;
        scanner.expect("[");
        do {
            if (scanner.take("...")) {
                if (ellipsis) {
                    throw FilterPattern.invalid("it has more than one ...").raise();
                }
                ellipsis = true;
            } else {
                (ellipsis ? after : before).add(field());
            }
        } while (scanner.take(","));
        scanner.expect("]");
        scanner.skipBlanks();
        if (!scanner.atEnd()) {
            throw scanner.unexpected("the end was expected");
        }
        return new SpacePattern(before, ellipsis, after);
    }

    private Field field() {
        name = "";
        scanner.skipBlanks();
        if (scanner.peek() == '(') {
            Condition condition = or();
            return new Field(name, condition);
        }
        String first = scanner.run(SpaceParser::isName);
        scanner.skipBlanks();
        if (scanner.peek() == ',' || scanner.peek() == ']') {
            return new Field(first, null);
        }
        if (first.isEmpty()) {
            throw scanner.foreign();
        }
        name = first;
        Condition condition = orAfter(andAfter(new Condition.Compares(Comparison.parse(scanner))));
        return new Field(name, condition);
    }

    private Condition or() {
        return orAfter(and());
    }

    private Condition orAfter(Condition first) {
        List<Condition> any = new ArrayList<>(List.of(first));
        while (scanner.take("||")) {
            any.add(and());
        }
        return any.size() == 1 ? first : new Condition.AnyOf(any);
    }

    private Condition and() {
        return andAfter(one());
    }

    private Condition andAfter(Condition first) {
        List<Condition> all = new ArrayList<>(List.of(first));
        while (scanner.take("&&")) {
            all.add(one());
        }
        return all.size() == 1 ? first : new Condition.All(all);
    }

    private Condition one() {
        if (scanner.take("(")) {
            if (++depth > DEEPEST) {
                throw FilterPattern.invalid("it is nested deeper than " + DEEPEST)
                        .raise();
            }
            Condition inner = or();
            scanner.expect(")");
            depth--;
            return inner;
        }
        scanner.skipBlanks();
        String given = scanner.run(SpaceParser::isName);
        if (given.isEmpty()) {
            throw scanner.foreign();
        }
        if (!name.isEmpty() && !name.equals(given)) {
            throw FilterPattern.invalid("the condition of field %s names %s".formatted(name, given))
                    .raise();
        }
        name = given;
        return new Condition.Compares(Comparison.parse(scanner));
    }

    private static boolean isName(int c) {
        return Scanner.isWord(c) || c == '-';
    }
}
