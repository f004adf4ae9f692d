package berth.control.logs.plan.insights;

/// A piece of a query.
///
/// @param text a word or a sign; of a quoted text, a regular expression or a field in backticks what is inside
/// @param at where it begins, from 0
/// @param end where it has ended
record Token(Kind kind, String text, int at, int end) {
    enum Kind {
        WORD,
        NUMBER,
        PERIOD,
        TEXT,
        REGEX,
        FIELD,
        SIGN,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }
}
