package berth.control.ecs.cluster.plan.query;

/// What compares a subject with its argument: each has a sign and a word.
public enum Operator {
    EQUALS("==", "equals", false),
    NOT_EQUALS("!=", "not_equals", true),
    GREATER(">", "greater_than", false),
    GREATER_OR_EQUAL(">=", "greater_than_equal", false),
    LESS("<", "less_than", false),
    LESS_OR_EQUAL("<=", "less_than_equal", false),
    EXISTS("exists", "exists", false),
    NOT_EXISTS("!exists", "not_exists", true),
    IN("in", "in", false),
    NOT_IN("!in", "not_in", true),
    MATCHES("=~", "matches", false),
    NOT_MATCHES("!~", "not_matches", true);

    private final String sign;
    private final String word;
    private final boolean negative;

    Operator(String sign, String word, boolean negative) {
        this.sign = sign;
        this.word = word;
        this.negative = negative;
    }

    public String sign() {
        return sign;
    }

    public String word() {
        return word;
    }

    /// Whether it is the negation of another one.
    boolean negative() {
        return negative;
    }

    boolean isAboutOrder() {
        return switch (this) {
            case GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL -> true;
            case EQUALS, NOT_EQUALS, EXISTS, NOT_EXISTS, IN, NOT_IN, MATCHES, NOT_MATCHES -> false;
        };
    }

    /// Whether the outcome of comparing a value with the argument satisfies it.
    ///
    /// @param order negative, zero or positive, as of a comparator
    boolean holds(int order) {
        return switch (this) {
            case EQUALS -> order == 0;
            case NOT_EQUALS -> order != 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case EXISTS, NOT_EXISTS, IN, NOT_IN, MATCHES, NOT_MATCHES ->
                throw new IllegalStateException(this + " doesn't compare");
        };
    }
}
