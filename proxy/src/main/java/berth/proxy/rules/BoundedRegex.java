package berth.proxy.rules;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A regular expression that gives up after too many steps, so that no pattern and no request can hold a
/// thread.
final class BoundedRegex {
    private static final int MAX_STEPS = 200_000;

    private final Pattern pattern;

    /// @throws java.util.regex.PatternSyntaxException if it is none
    BoundedRegex(String regex, boolean anyCase) {
        this.pattern = Pattern.compile(regex, anyCase ? Pattern.CASE_INSENSITIVE : 0);
    }

    /// Whether the whole text fits; false too where that can't be told within the bound.
    boolean fits(String text) {
        try {
            return pattern.matcher(new Counted(text)).matches();
        } catch (TooManySteps | StackOverflowError e) {
            return false;
        }
    }

    /// Each occurrence replaced; the text as it is where that can't be done.
    String replace(String text, String replacement) {
        try {
            Matcher matcher = pattern.matcher(new Counted(text));
            return matcher.replaceAll(replacement);
        } catch (TooManySteps | StackOverflowError | IllegalArgumentException | IndexOutOfBoundsException e) {
            return text;
        }
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManySteps() {
            super(null, null, false, false);
        }
    }

    private static final class Counted implements CharSequence {
        private final CharSequence text;
        private int steps;

        Counted(CharSequence text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MAX_STEPS) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
