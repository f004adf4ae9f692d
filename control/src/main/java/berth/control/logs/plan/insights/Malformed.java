package berth.control.logs.plan.insights;

import berth.kernel.Fault;

/// What is wrong with a query, in the words of CloudWatch: `unexpected symbol found sort at line 1 and position 9`.
final class Malformed {
    private Malformed() {}

    static RuntimeException unexpected(String query, String symbol, int at) {
        return of(query, "unexpected symbol found " + symbol, at);
    }

    /// @param at where it is, from 0; lines and positions that are shown begin with 1
    static RuntimeException of(String query, String what, int at) {
        String before = query.substring(0, Math.min(at, query.length()));
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        int position = before.length() - (before.lastIndexOf('\n') + 1) + 1;
        return Fault.of("MalformedQueryException", "%s at line %d and position %d".formatted(what, line, position))
                .raise();
    }
}
