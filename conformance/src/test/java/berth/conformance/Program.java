package berth.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs programs to their end.
final class Program {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Program() {}

    /// What one run left.
    record Run(List<String> command, int code, String out, String err) {
        /// What it printed.
        ///
        /// @throws AssertionError with all that it said, if it failed
        String succeeded() {
            if (code != 0) {
                throw new AssertionError("%s exited with %d%n%s%n%s".formatted(command, code, out, err));
            }
            return out;
        }
    }

    /// @param environment added to this process's; an empty value removes a variable
    /// @throws AssertionError if the program isn't there or takes longer than five minutes
    static Run run(Path folder, Map<String, String> environment, List<String> command) {
        try {
            Path out = Files.createTempFile("berth-out-", "");
            Path err = Files.createTempFile("berth-err-", "");
            try {
                Process process = builder(folder, environment, command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
                if (!ended) {
                    process.destroyForcibly();
                }
                Run run = new Run(command, ended ? process.exitValue() : -1, read(out), read(err));
                if (!ended) {
                    throw new AssertionError("no end after " + LIMIT.toSeconds() + " s: " + run);
                }
                return run;
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static ProcessBuilder builder(Path folder, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return builder;
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
