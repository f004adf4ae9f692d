package berth.control.logs.plan.pattern;

import berth.control.plan.BoundedPattern;
import com.google.re2j.Pattern;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `%expression%`: found anywhere in a text.
///
/// CloudWatch: letters, digits, blanks, `: _ # = @ / ; , -` and the operators `^ $ ? [ ] { } | \ * + .`; no
/// parentheses. Other characters are written `\xhh`.
record RegexPattern(Pattern pattern) implements FilterPattern {
    private static final String SYMBOLS = ":_#=@/;,-^$?[]{}|\\*+. ";
    private static final String CLASSES = "dDsSwW";

    static RegexPattern parse(Scanner scanner) {
        RegexPattern parsed = of(scanner.percented());
        scanner.skipBlanks();
        if (!scanner.atEnd()) {
            throw scanner.unexpected("a regular expression stands alone: the end was expected");
        }
        return parsed;
    }

    /// @param text without the percent signs
    /// @throws berth.kernel.FaultException InvalidParameterException
    static RegexPattern of(String text) {
        for (int i = 0; i < text.length(); i++) {
            checkCharacter(text.charAt(i));
            if (text.charAt(i) == '\\') {
                i = escapeEnd(text, i);
            }
        }
        // RE2 reads {,3} literally.
        @Nullable Pattern pattern = text.isEmpty() ? null : BoundedPattern.compile(text.replace("{,", "{0,"));
        if (pattern == null) {
            throw FilterPattern.invalid("'%s' is no regular expression, or too large a one".formatted(text))
                    .raise();
        }
        return new RegexPattern(pattern);
    }

    private static void checkCharacter(char c) {
        if (!Scanner.isWord(c) && SYMBOLS.indexOf(c) < 0) {
            throw FilterPattern.invalidCharacters(String.valueOf(c)).raise();
        }
    }

    /// The last character of the escape that begins at `start`.
    private static int escapeEnd(String text, int start) {
        int next = start + 1;
        char c = next < text.length() ? text.charAt(next) : '\0';
        boolean symbol = SYMBOLS.indexOf(c) >= 0;
        boolean hex = c == 'x' && isHex(text, next + 1) && isHex(text, next + 2);
        if (!symbol && !hex && CLASSES.indexOf(c) < 0) {
            throw FilterPattern.invalid(
                            "'%s' has an escape that is not one of \\d \\D \\s \\S \\w \\W \\xhh".formatted(text))
                    .raise();
        }
        return hex ? next + 2 : next;
    }

    private static boolean isHex(String text, int index) {
        return index < text.length() && Character.digit(text.charAt(index), 16) >= 0;
    }

    @Override
    public boolean matches(String message) {
        return pattern.matcher(message).find();
    }

    @Override
    public Map<String, String> extract(String message) {
        return new TreeMap<>();
    }

    @Override
    public int regexes() {
        return 1;
    }
}
