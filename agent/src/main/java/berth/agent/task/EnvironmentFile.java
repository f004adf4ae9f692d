package berth.agent.task;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// A file of environment variables.
///
/// ECS: a line is `NAME=VALUE`, and the value is everything after the first `=`, as it is: no quotes, no escapes, no
/// expansion. Lines that begin with `#` are comments. A line without a name or without `=` says nothing.
///
/// Worked example: `A=1`, `# B=2`, `  C=x y=z `, `D=`, `E`, `A=3` give A=3, C=`x y=z ` and D empty.
public final class EnvironmentFile {
    private EnvironmentFile() {}

    public static SequencedMap<String, String> parse(String text) {
        SequencedMap<String, String> variables = new LinkedHashMap<>();
        text.lines().map(String::stripLeading).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0 && line.charAt(0) != '#' && !hasSpace(line.substring(0, equals))) {
                variables.put(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        return variables;
    }

    private static boolean hasSpace(String name) {
        return name.chars().anyMatch(Character::isWhitespace);
    }
}
