package berth.control.ecs.cluster.plan.query;

import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Reads an expression.
///
/// ```
/// or        := and (("||" | "or") and)*
/// and       := not (("&&" | "and") not)*
/// not       := ("!" | "not") not | "(" or ")" | predicate
/// predicate := subject operator [argument]
/// argument  := word | 'quoted' | "[" element ("," element)* "]"
/// ```
///
/// An argument ends at a blank or a parenthesis, or where its quotes do: a pattern with parentheses is quoted.
final class Parser {
    /// ECS: the longest expression of a constraint.
    static final int LONGEST = 2000;

    private static final int DEEPEST = 100;

    private static final List<Operator> LONGEST_SIGN_FIRST = Arrays.stream(Operator.values())
            .sorted(Comparator.comparing((Operator operator) -> -operator.sign().length())
                    .thenComparing(Operator::sign))
            .toList();

    private final String text;
    private int at;
    private int depth;

    Parser(String text) {
        this.text = text;
    }

    Expression parse() {
        if (text.isBlank()) {
            throw wrong("it is empty");
        }
        if (text.length() > LONGEST) {
            throw Fault.invalidParameter("Invalid expression: it has %d characters, at most %d are allowed."
                            .formatted(text.length(), LONGEST))
                    .raise();
        }
        Expression expression = or();
        skip();
        if (at < text.length()) {
            throw wrong("'%s' was not expected at character %d".formatted(shown(), at + 1));
        }
        return expression;
    }

    private Expression or() {
        List<Expression> any = new ArrayList<>();
        do {
            any.add(and());
        } while (sign("||") || word("or"));
        return any.size() == 1 ? any.getFirst() : new Expression.Or(List.copyOf(any));
    }

    private Expression and() {
        List<Expression> all = new ArrayList<>();
        do {
            all.add(not());
        } while (sign("&&") || word("and"));
        return all.size() == 1 ? all.getFirst() : new Expression.And(List.copyOf(all));
    }

    private Expression not() {
        if (++depth > DEEPEST) {
            throw wrong("it is nested deeper than " + DEEPEST);
        }
        Expression expression;
        if (sign("!") || word("not")) {
            expression = new Expression.Not(not());
        } else if (sign("(")) {
            expression = or();
            if (!sign(")")) {
                throw wrong("a ) is missing at character " + (at + 1));
            }
        } else {
            expression = predicate();
        }
        depth--;
        return expression;
    }

    private Expression predicate() {
        Subject subject = subject();
        Operator operator = operator(subject);
        if (!subject.operators().contains(operator)) {
            throw wrong("%s has no operator %s, but %s".formatted(subject.text(), operator.sign(), signs(subject)));
        }
        Expression expression = Predicates.of(subject, operator, arguments(operator));
        if (expression == null) {
            throw wrong("%s can't be compared with what follows %s".formatted(subject.text(), operator.sign()));
        }
        return expression;
    }

    private static String signs(Subject subject) {
        return subject.operators().stream().map(Operator::sign).collect(Collectors.joining(", "));
    }

    private Subject subject() {
        skip();
        int start = at;
        while (at < text.length() && isOfSubject(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at);
        return switch (name) {
            case "agentConnected" -> new Subject.AgentConnected();
            case "agentVersion" -> new Subject.AgentVersion();
            case "ec2InstanceId" -> new Subject.Ec2InstanceId();
            case "registeredAt" -> new Subject.RegisteredAt();
            case "runningTasksCount" -> new Subject.RunningTasksCount();
            case "task:group" -> new Subject.TaskGroup();
            default -> {
                if (name.startsWith("attribute:") && name.length() > "attribute:".length()) {
                    yield new Subject.Attribute(name.substring("attribute:".length()));
                }
                at = start;
                throw wrong(
                        "'%s' at character %d is no subject; there are agentConnected, agentVersion, attribute:NAME, ec2InstanceId, registeredAt, runningTasksCount and task:group"
                                .formatted(shown(), start + 1));
            }
        };
    }

    private static boolean isOfSubject(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "_./\\-:".indexOf(c) >= 0;
    }

    private Operator operator(Subject subject) {
        for (Operator operator : LONGEST_SIGN_FIRST) {
            boolean found =
                    Character.isLetter(operator.sign().charAt(operator.sign().length() - 1))
                            ? word(operator.sign())
                            : sign(operator.sign());
            if (found || word(operator.word())) {
                return operator;
            }
        }
        throw wrong("there is no operator after " + subject.text());
    }

    private List<String> arguments(Operator operator) {
        return switch (operator) {
            case EXISTS, NOT_EXISTS -> List.of();
            case IN, NOT_IN -> list();
            case EQUALS, NOT_EQUALS, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL, MATCHES, NOT_MATCHES ->
                List.of(argument(false));
        };
    }

    private List<String> list() {
        if (!sign("[")) {
            throw wrong("a list in [ ] is missing at character " + (at + 1));
        }
        List<String> elements = new ArrayList<>();
        do {
            elements.add(argument(true));
        } while (sign(","));
        if (!sign("]")) {
            throw wrong("a ] is missing at character " + (at + 1));
        }
        return elements;
    }

    private String argument(boolean inList) {
        skip();
        int start = at;
        if (at < text.length() && text.charAt(at) == '\'') {
            int end = text.indexOf('\'', at + 1);
            if (end < 0) {
                throw wrong("the quote at character %d is never closed".formatted(start + 1));
            }
            at = end + 1;
            return text.substring(start + 1, end);
        }
        while (at < text.length() && !ends(inList)) {
            at++;
        }
        if (at == start) {
            throw wrong("an argument is missing at character " + (at + 1));
        }
        return text.substring(start, at);
    }

    private boolean ends(boolean inList) {
        char c = text.charAt(at);
        return Character.isWhitespace(c)
                || c == '('
                || c == ')'
                || c == '\''
                || text.startsWith("&&", at)
                || text.startsWith("||", at)
                || inList && (c == ',' || c == ']' || c == '[');
    }

    /// Reads these characters, if they are next.
    private boolean sign(String sign) {
        skip();
        if (!text.startsWith(sign, at)) {
            return false;
        }
        at += sign.length();
        return true;
    }

    /// Reads this word, if it is next and ends there.
    private boolean word(String word) {
        skip();
        int end = at + word.length();
        boolean found = text.startsWith(word, at) && (end == text.length() || !isOfSubject(text.charAt(end)));
        at = found ? end : at;
        return found;
    }

    private void skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    /// What is next, shortened.
    private String shown() {
        return text.substring(at, Math.min(text.length(), at + 20));
    }

    private RuntimeException wrong(String why) {
        return Fault.invalidParameter("Invalid expression '%s': %s.".formatted(text, why))
                .raise();
    }
}
