package berth.proxy.rules;

import java.util.Locale;

/// A value of a condition: `*` stands for any number of characters, also none, `?` for exactly one.
///
/// Worked example: `/img/*.p?g` fits `/img/a/b.png` and not `/img/b.jpeg`.
final class Glob {
    private final String pattern;
    private final boolean anyCase;

    /// @param anyCase upper and lower case are the same
    Glob(String pattern, boolean anyCase) {
        this.pattern = anyCase ? pattern.toLowerCase(Locale.ROOT) : pattern;
        this.anyCase = anyCase;
    }

    /// Whether the whole text fits. Goes back to the last star only, so takes at most pattern times text steps.
    boolean fits(String text) {
        int at = 0;
        int inPattern = 0;
        int star = -1;
        int afterStar = 0;
        while (at < text.length()) {
            if (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
                star = inPattern++;
                afterStar = at;
            } else if (inPattern < pattern.length() && fits(pattern.charAt(inPattern), text.charAt(at))) {
                inPattern++;
                at++;
            } else if (star >= 0) {
                inPattern = star + 1;
                at = ++afterStar;
            } else {
                return false;
            }
        }
        while (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
            inPattern++;
        }
        return inPattern == pattern.length();
    }

    private boolean fits(char wanted, char is) {
        return wanted == '?' || wanted == is || (anyCase && wanted == Character.toLowerCase(is));
    }
}
