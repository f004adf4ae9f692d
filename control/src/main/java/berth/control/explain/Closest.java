package berth.control.explain;

import java.util.Comparator;
import java.util.List;

/// Which names somebody may have meant.
final class Closest {
    static final int SHOWN = 5;

    private Closest() {}

    /// What there is instead of `wanted`, the likeliest first.
    static List<String> sentences(String one, String many, String wanted, List<String> names) {
        if (names.isEmpty()) {
            return List.of("There is no %s there at all.".formatted(one));
        }
        List<String> closest = closest(wanted, names);
        String which = names.size() > closest.size() ? "the closest of %d".formatted(names.size()) : "all there are";
        return List.of("The %s there (%s): %s.".formatted(many, which, String.join(", ", closest)));
    }

    static List<String> closest(String wanted, List<String> names) {
        return names.stream()
                .sorted(Comparator.<String>comparingInt(name -> distance(wanted, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(SHOWN)
                .toList();
    }

    /// How many letters must be put in, taken out or changed; 0 where one name begins with the other.
    static int distance(String a, String b) {
        if (b.startsWith(a) || a.startsWith(b)) {
            return 0;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
