package berth.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The Python that has what a test needs.
final class Python {
    private Python() {}

    /// @param source the package of Debian that brings it
    /// @return where it is; another program's `python3` may be another
    /// @throws AssertionError if no Python here has the module
    static String with(String module, String source) {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            String where = "%s -c 'import sys, %s; print(sys.executable)'".formatted(python, module);
            Program.Run run = Program.run(Path.of("/"), Map.of(), List.of("sh", "-c", where));
            if (run.code() == 0) {
                return run.out().strip();
            }
        }
        throw new AssertionError("python3 has no %s. Get it with: apt-get install %s".formatted(module, source));
    }

    static String withBoto3() {
        return with("boto3", "python3-boto3");
    }
}
