package berth.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The AWS command line interface of one major version, pointed at a Berth.
final class AwsCli {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Berth berth;
    private final String program;
    private final boolean passesEndpoint;

    private AwsCli(Berth berth, String program, boolean passesEndpoint) {
        this.berth = berth;
        this.program = program;
        this.passesEndpoint = passesEndpoint;
    }

    /// Version 1, told the endpoint by AWS_ENDPOINT_URL.
    static AwsCli version1(Berth berth) {
        return new AwsCli(berth, program("aws-cli/1.", "pip install 'awscli>=1.29,<2'"), false);
    }

    /// Version 2, told the endpoint by --endpoint-url, which the distribution's older ones need.
    static AwsCli version2(Berth berth) {
        return new AwsCli(berth, program("aws-cli/2.", "apt-get install awscli"), true);
    }

    /// The answer to a call that must succeed; null where the CLI prints nothing.
    JsonNode json(String... words) {
        try {
            return JSON.readTree(attempt(words).succeeded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Program.Run attempt(String... words) {
        return Program.run(berth.folder(), environment(), command(words));
    }

    /// What a call that must fail says to a person, on one line.
    String refused(String... words) {
        Program.Run run = attempt(words);
        if (run.code() == 0) {
            throw new AssertionError(run.command() + " succeeded: " + run.out());
        }
        return run.err().strip();
    }

    /// Starts a call that goes on until it is ended, with its output in a file.
    Process follow(Path output, String... words) {
        try {
            return Program.builder(berth.folder(), environment(), command(words))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(program, "--output", "json"));
        if (passesEndpoint) {
            command.addAll(List.of("--endpoint-url", berth.url()));
        }
        command.addAll(List.of(words));
        return command;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(berth.environment());
        if (passesEndpoint) {
            environment.put("AWS_ENDPOINT_URL", "");
        }
        // Output to a file is written at once and not by the block.
        environment.put("PYTHONUNBUFFERED", "1");
        return environment;
    }

    private static String program(String version, String install) {
        List<String> seen = new ArrayList<>();
        List<String> folders = new ArrayList<>(List.of(System.getenv("PATH").split(File.pathSeparator)));
        folders.add("/usr/bin");
        for (String folder : folders) {
            Path program = Path.of(folder, "aws");
            if (Files.isExecutable(program)) {
                String answer = Program.run(Path.of("/"), Map.of(), List.of(program.toString(), "--version"))
                        .succeeded()
                        .strip();
                if (answer.startsWith(version)) {
                    return program.toString();
                }
                seen.add(program + " is " + answer.split(" ", 2)[0]);
            }
        }
        throw new AssertionError(
                "There is no " + version + "x on the PATH (" + String.join("; ", seen) + "). Get it with: " + install);
    }
}
