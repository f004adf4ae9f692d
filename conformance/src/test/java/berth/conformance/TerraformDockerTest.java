package berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Cluster, task definition and service by Terraform: apply, a second plan without changes, destroy. Skipped where
/// there is no terraform or no mirror of its AWS provider.
@Tag("docker")
class TerraformDockerTest {
    @Test
    void aSecondPlanIsEmpty() throws IOException {
        assumeTrue(isInstalled(), "terraform is not on the PATH: its apply, plan and destroy were not tried");
        assumeTrue(
                hasMirror(),
                "terraform has no mirror of its hashicorp/aws provider (a provider_installation in TF_CLI_CONFIG_FILE"
                        + " or ~/.terraformrc, or ~/.terraform.d/plugins): apply, plan and destroy were not tried");
        try (Berth berth = Berth.start()) {
            berth.file("main.tf");
            terraform(berth, "init").succeeded();
            terraform(berth, "apply", "-auto-approve").succeeded();
            Program.Run plan = terraform(berth, "plan", "-detailed-exitcode");

            assertThat(plan.code()).as(plan.out()).isZero();
            terraform(berth, "destroy", "-auto-approve").succeeded();
        }
    }

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "terraform")));
    }

    /// A test downloads nothing: the provider is some hundred megabytes.
    private static boolean hasMirror() throws IOException {
        Path home = Path.of(System.getProperty("user.home"));
        String named = System.getenv("TF_CLI_CONFIG_FILE");
        Path config = named == null ? home.resolve(".terraformrc") : Path.of(named);
        return Files.isDirectory(home.resolve(".terraform.d").resolve("plugins"))
                || (Files.exists(config) && Files.readString(config).contains("mirror"));
    }

    private static Program.Run terraform(Berth berth, String command, String... words) {
        Map<String, String> environment = new TreeMap<>(berth.environment());
        environment.put("TF_IN_AUTOMATION", "1");
        environment.put("CHECKPOINT_DISABLE", "1");
        List<String> line = Stream.concat(
                        Stream.of("terraform", command, "-input=false", "-no-color"), Stream.of(words))
                .toList();
        return Program.run(berth.folder(), environment, line);
    }
}
