package berth.control.logs.plan.insights;

import berth.control.logs.plan.insights.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/// Walks over the tokens of a query.
final class Tokens {
    private final String text;
    private final List<Token> tokens;
    private int index;

    Tokens(String text) {
        this.text = text;
        this.tokens = Lexer.tokens(text);
    }

    Token peek() {
        return tokens.get(index);
    }

    /// The token here, and steps over it; the end is not stepped over.
    Token next() {
        Token token = peek();
        index += token.kind() == Kind.END ? 0 : 1;
        return token;
    }

    boolean takeSign(String sign) {
        boolean next = peek().is(sign);
        index += next ? 1 : 0;
        return next;
    }

    boolean takeWord(String word) {
        boolean next = peek().isWord(word);
        index += next ? 1 : 0;
        return next;
    }

    void expectSign(String sign) {
        if (!takeSign(sign)) {
            throw unexpected();
        }
    }

    /// The name of a field.
    String name() {
        Token token = peek();
        if (token.kind() != Kind.WORD && token.kind() != Kind.FIELD) {
            throw unexpected();
        }
        return next().text();
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        do {
            names.add(name());
        } while (takeSign(","));
        return names;
    }

    double number() {
        Token token = peek();
        Double number = token.kind() == Kind.NUMBER ? new Value.Text(token.text()).number() : null;
        if (number == null) {
            throw unexpected();
        }
        next();
        return number;
    }

    /// What was written from a place to the token before this one.
    String written(int start) {
        return text.substring(start, tokens.get(index - 1).end());
    }

    RuntimeException unexpected() {
        return unexpected(peek());
    }

    RuntimeException unexpected(Token token) {
        String symbol = token.kind() == Kind.END ? "the end" : text.substring(token.at(), token.end());
        return Malformed.unexpected(text, symbol, token.at());
    }

    RuntimeException wrong(String what, Token token) {
        return Malformed.of(text, what, token.at());
    }
}
