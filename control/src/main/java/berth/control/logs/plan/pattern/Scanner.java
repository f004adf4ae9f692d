package berth.control.logs.plan.pattern;

import berth.kernel.Fault;
import java.util.function.IntPredicate;

/// Walks over the text of a pattern.
final class Scanner {
    private final String text;
    private int at;

    Scanner(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /// The character here; `\0` at the end.
    char peek() {
        return atEnd() ? '\0' : text.charAt(at);
    }

    char next() {
        return text.charAt(at++);
    }

    void skipBlanks() {
        while (!atEnd() && Character.isWhitespace(peek())) {
            at++;
        }
    }

    /// Steps over blanks and then `sign`, if it is next.
    boolean take(String sign) {
        skipBlanks();
        boolean next = text.startsWith(sign, at);
        at += next ? sign.length() : 0;
        return next;
    }

    void expect(String sign) {
        if (!take(sign)) {
            throw unexpected("a " + sign + " was expected");
        }
    }

    /// Steps over a word of capital letters, in either case, if it is next and ends there.
    boolean takeWord(String word) {
        skipBlanks();
        int end = at + word.length();
        boolean next = text.regionMatches(true, at, word, 0, word.length())
                && (end >= text.length() || !Character.isLetterOrDigit(text.charAt(end)));
        at += next ? word.length() : 0;
        return next;
    }

    /// All characters from here that pass; perhaps none.
    String run(IntPredicate passes) {
        int start = at;
        while (!atEnd() && passes.test(peek())) {
            at++;
        }
        return text.substring(start, at);
    }

    /// A text in double quotes, the first of which is next. A backslash takes the next quote or backslash literally.
    String quoted() {
        int start = at++;
        StringBuilder inside = new StringBuilder();
        while (!atEnd()) {
            char c = next();
            if (c == '"') {
                return inside.toString();
            }
            boolean escapes = c == '\\' && (peek() == '"' || peek() == '\\');
            inside.append(escapes ? next() : c);
        }
        throw FilterPattern.invalid("the quote at character %d is not closed".formatted(start + 1))
                .raise();
    }

    /// What stands between two percent signs, the first of which is next.
    String percented() {
        int start = at++;
        String inside = run(c -> c != '%');
        if (atEnd()) {
            throw FilterPattern.invalid("the %% at character %d is not closed".formatted(start + 1))
                    .raise();
        }
        at++;
        return inside;
    }

    /// The fault for what is next.
    RuntimeException unexpected(String wanted) {
        String found = atEnd() ? "the end" : "'" + peek() + "'";
        return FilterPattern.invalid("%s at character %d, not %s".formatted(wanted, at + 1, found))
                .raise();
    }

    /// The fault for the characters that are next and may not be there.
    RuntimeException foreign() {
        String run = run(c -> !Character.isWhitespace(c) && !isWord(c));
        Fault fault = run.isEmpty() ? FilterPattern.invalid("it ends too early") : FilterPattern.invalidCharacters(run);
        return fault.raise();
    }

    /// CloudWatch: what needs no quotes in a term.
    static boolean isWord(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }

    /// What needs no quotes as a value: a word, a number, an address and asterisks around them.
    static boolean isValue(int c) {
        return isWord(c) || c == '*' || c == '.' || c == '-' || c == '+';
    }
}
