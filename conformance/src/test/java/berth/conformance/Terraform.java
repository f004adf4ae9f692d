package berth.conformance;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Terraform in a Berth's folder, with a provider that is on this machine already: a test downloads nothing.
final class Terraform {
    private static final String PROVIDER = "registry.terraform.io/hashicorp/aws";

    /// Why its tests can't run here, if they can't.
    static Optional<String> missing() {
        if (Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .noneMatch(folder -> Files.isExecutable(Path.of(folder, "terraform")))) {
            return Optional.of("terraform is not on the PATH: apply, plan, import and destroy were not tried");
        }
        return mirror().isPresent()
                ? Optional.empty()
                : Optional.of("no folder here holds terraform's provider " + PROVIDER + ": looked in " + folders()
                        + "; apply, plan, import and destroy were not tried");
    }

    private final Path folder;
    private final Map<String, String> environment;

    /// Prepares the folder of a Berth, with one of this module's configurations as `main.tf`.
    Terraform(Berth berth, String configuration) {
        folder = berth.folder();
        environment = new TreeMap<>(berth.environment());
        environment.put("TF_IN_AUTOMATION", "1");
        environment.put("CHECKPOINT_DISABLE", "1");
        environment.put("TF_CLI_CONFIG_FILE", folder.resolve("terraform.rc").toString());
        berth.file(configuration);
        try {
            Files.move(folder.resolve(configuration), folder.resolve("main.tf"));
            Files.writeString(folder.resolve("terraform.rc"), """
                    provider_installation {
                      filesystem_mirror { path = "%s" }
                    }
                    """.formatted(mirror().orElseThrow()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("init").succeeded();
    }

    String apply(String... variables) {
        return run("apply", with(variables, "-auto-approve")).succeeded();
    }

    /// An apply that may fail.
    Program.Run attempt(String... variables) {
        return run("apply", with(variables, "-auto-approve"));
    }

    String destroy(String... variables) {
        return run("destroy", with(variables, "-auto-approve")).succeeded();
    }

    /// Exit code 0: nothing to do; 2: changes.
    Program.Run plan(String... variables) {
        return run("plan", with(variables, "-detailed-exitcode"));
    }

    /// Forgets a resource and finds it again by its id.
    String imported(String address, String id) {
        run("state", "rm", address).succeeded();
        return run("import", address, id).succeeded();
    }

    private Program.Run run(String command, String... words) {
        List<String> line = new ArrayList<>(List.of("terraform", command));
        boolean ofState = command.equals("state");
        if (!ofState) {
            line.addAll(List.of("-input=false", "-no-color"));
        }
        line.addAll(List.of(words));
        return Program.run(folder, environment, line);
    }

    /// `name=value` for each variable of the configuration.
    private static String[] with(String[] variables, String option) {
        return Stream.concat(Stream.of(option), Stream.of(variables).map(variable -> "-var=" + variable))
                .toArray(String[]::new);
    }

    private static Optional<Path> mirror() {
        return folders().stream()
                .filter(folder -> Files.isDirectory(folder.resolve(PROVIDER)))
                .findFirst();
    }

    /// Where terraform looks by itself, and packages below /opt.
    private static List<Path> folders() {
        List<Path> folders = new ArrayList<>(List.of(
                Path.of(System.getProperty("user.home"), ".terraform.d", "plugins"),
                Path.of("/usr/local/share/terraform/plugins"),
                Path.of("/usr/share/terraform/plugins")));
        Path packages = Path.of("/opt");
        if (Files.isDirectory(packages)) {
            try (Stream<Path> below = Files.list(packages)) {
                folders.addAll(below.sorted().toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return folders;
    }
}
