package berth.control.logs.plan.insights;

import berth.control.logs.plan.insights.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/// Splits a query into tokens. A `/` begins a regular expression where a value is expected, and divides elsewhere; `#`
/// begins a comment.
final class Lexer {
    private static final List<String> SIGNS =
            List.of("!=", "<=", ">=", "=~", "=", "<", ">", "|", ",", "(", ")", "[", "]", "+", "-", "*", "/", "^", "%");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        return new Lexer(text).all();
    }

    private List<Token> all() {
        skip();
        while (at < text.length()) {
            tokens.add(next());
            skip();
        }
        tokens.add(new Token(Kind.END, "", at, at));
        return tokens;
    }

    private void skip() {
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '#')) {
            if (text.charAt(at) == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                at++;
            }
        }
    }

    private Token next() {
        char c = text.charAt(at);
        if (c == '"' || c == '\'') {
            return quoted(c, Kind.TEXT);
        }
        if (c == '`') {
            return quoted(c, Kind.FIELD);
        }
        if (c == '/' && expectsValue()) {
            return quoted(c, Kind.REGEX);
        }
        if (isDigit(c)) {
            return number();
        }
        if (isOfWord(c)) {
            int start = at;
            while (at < text.length() && isOfWord(text.charAt(at))) {
                at++;
            }
            return new Token(Kind.WORD, text.substring(start, at), start, at);
        }
        for (String sign : SIGNS) {
            if (text.startsWith(sign, at)) {
                at += sign.length();
                return new Token(Kind.SIGN, sign, at - sign.length(), at);
            }
        }
        throw Malformed.unexpected(text, String.valueOf(c), at);
    }

    /// After `like`, `=~`, `parse` and a parsed field, no value can be divided.
    private boolean expectsValue() {
        if (tokens.isEmpty()) {
            return true;
        }
        Token last = tokens.getLast();
        boolean afterParse = tokens.size() > 1 && tokens.get(tokens.size() - 2).isWord("parse");
        return switch (last.kind()) {
            case SIGN -> !last.is(")") && !last.is("]");
            case WORD -> afterParse || last.isWord("like") || last.isWord("parse");
            case FIELD -> afterParse;
            case NUMBER, PERIOD, TEXT, REGEX, END -> false;
        };
    }

    /// A backslash keeps the next quote; in a regular expression it stays where it is, but before a slash.
    private Token quoted(char quote, Kind kind) {
        int start = at++;
        StringBuilder inside = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return new Token(kind, inside.toString(), start, at);
            }
            if (c == '\\' && at < text.length()) {
                char escaped = text.charAt(at++);
                boolean dropped = escaped == quote || escaped == '\\' && kind != Kind.REGEX;
                inside.append(dropped ? "" : "\\").append(escaped);
            } else {
                inside.append(c);
            }
        }
        throw Malformed.unexpected(text, String.valueOf(quote), start);
    }

    private Token number() {
        int start = at;
        digits();
        if (at + 1 < text.length() && text.charAt(at) == '.' && isDigit(text.charAt(at + 1))) {
            at++;
            digits();
        }
        int unit = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return new Token(at > unit ? Kind.PERIOD : Kind.NUMBER, text.substring(start, at), start, at);
    }

    private void digits() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isOfWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '@' || c == '.' || c == '$';
    }
}
