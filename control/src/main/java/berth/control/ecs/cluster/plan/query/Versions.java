package berth.control.ecs.cluster.plan.query;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Versions of agents, which compare by their numbers: 1.9.0 is older than 1.10.0, and 1.9 is 1.9.0.
final class Versions {
    /// Numbers of at most nine digits; what a `-` or `+` adds does not count.
    private static final Pattern VERSION = Pattern.compile("v?(\\d{1,9}(?:\\.\\d{1,9}){0,9})(?:[-+].*)?");

    private Versions() {}

    /// Its numbers, or null if it is no version.
    static @Nullable List<Integer> parse(String text) {
        var matcher = VERSION.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        List<Integer> numbers = new ArrayList<>();
        for (String number : matcher.group(1).split("\\.", -1)) {
            numbers.add(Integer.parseInt(number));
        }
        return numbers;
    }

    static int compare(List<Integer> one, List<Integer> other) {
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            int order = Integer.compare(number(one, i), number(other, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int number(List<Integer> numbers, int position) {
        return position < numbers.size() ? numbers.get(position) : 0;
    }
}
