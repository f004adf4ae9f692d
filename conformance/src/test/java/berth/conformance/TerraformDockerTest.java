package berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What Terraform makes, it finds again unchanged, changes, imports and destroys. Skipped where there is no terraform
/// or
/// no copy of its AWS provider.
@Tag("docker")
class TerraformDockerTest {
    @BeforeAll
    static void needsTerraform() {
        Optional<String> missing = Terraform.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
    }

    @Test
    void clusterTaskDefinitionAndServiceAreAppliedChangedImportedAndDestroyed() {
        try (Berth berth = Berth.start()) {
            Terraform terraform = new Terraform(berth, "ecs.tf");
            assertThat(terraform.apply()).contains("Apply complete! Resources: 3 added, 0 changed, 0 destroyed.");
            assertNothingToDo(terraform.plan());

            assertThat(terraform.apply("copies=2", "memory=80"))
                    .contains("Apply complete! Resources: 1 added, 1 changed, 1 destroyed.");
            assertNothingToDo(terraform.plan("copies=2", "memory=80"));

            assertThat(terraform.imported("aws_ecs_cluster.it", "from-terraform"))
                    .contains("Import successful!");
            assertThat(terraform.imported("aws_ecs_service.it", "from-terraform/from-terraform"))
                    .contains("Import successful!");
            assertThat(terraform.destroy()).contains("Destroy complete! Resources: 3 destroyed.");
        }
    }

    @Test
    void tagsSettingsCapacityProvidersAndADaemonAreAppliedChangedImportedAndDestroyed() {
        try (Berth berth = Berth.start()) {
            Terraform terraform = new Terraform(berth, "operations.tf");
            assertThat(terraform.apply())
                    .contains("Apply complete! Resources: 7 added, 0 changed, 0 destroyed.")
                    .contains("seen = \"ACTIVE enabled DAEMON a ACTIVE\"");
            assertNothingToDo(terraform.plan());

            assertThat(terraform.apply("team=b", "insights=disabled"))
                    .contains("Apply complete! Resources: 0 added, 4 changed, 0 destroyed.");
            assertNothingToDo(terraform.plan("team=b", "insights=disabled"));

            for (String address : new String[] {
                "aws_ecs_account_setting_default.insights containerInsights",
                "aws_ecs_cluster.it operated",
                "aws_ecs_cluster_capacity_providers.it operated",
                "aws_ecs_service.it operated/everywhere"
            }) {
                String[] words = address.split(" ");
                assertThat(terraform.imported(words[0], words[1])).contains("Import successful!");
            }
            assertThat(terraform.destroy()).contains("Destroy complete! Resources: 7 destroyed.");
        }
    }

    @Test
    void aLoadBalancerWithAllThatBelongsToItIsAppliedChangedAndDestroyed() {
        try (Berth berth = Berth.start()) {
            Terraform terraform = new Terraform(berth, "elb.tf");
            assertThat(terraform.apply()).contains("Apply complete! Resources: 10 added, 0 changed, 0 destroyed.");
            assertNothingToDo(terraform.plan());

            assertThat(terraform.apply("delay=7"))
                    .contains("Apply complete! Resources: 0 added, 1 changed, 0 destroyed.");
            assertNothingToDo(terraform.plan("delay=7"));
            aBadImageIsSeenToFail(terraform);
            assertThat(terraform.destroy("delay=7")).contains("Destroy complete! Resources: 10 destroyed.");
        }
    }

    @Test
    void aLogGroupWithItsFiltersIsAppliedChangedImportedAndDestroyed() {
        try (Berth berth = Berth.start()) {
            Terraform terraform = new Terraform(berth, "logs.tf");
            assertThat(terraform.apply()).contains("Apply complete! Resources: 4 added, 0 changed, 0 destroyed.");
            assertNothingToDo(terraform.plan());

            assertThat(terraform.apply("days=30", "team=b"))
                    .contains("Apply complete! Resources: 0 added, 1 changed, 0 destroyed.");
            assertNothingToDo(terraform.plan("days=30", "team=b"));

            assertThat(terraform.imported("aws_cloudwatch_log_group.it", "/from/terraform"))
                    .contains("Import successful!");
            assertThat(terraform.destroy()).contains("Destroy complete! Resources: 4 destroyed.");
        }
    }

    @Test
    void aServiceWithVolumesConfiguredAtLaunchIsAppliedChangedAndDestroyed() {
        try (Berth berth = Berth.start()) {
            Terraform terraform = new Terraform(berth, "volumes.tf");
            assertThat(terraform.apply()).contains("Apply complete! Resources: 3 added, 0 changed, 0 destroyed.");
            assertNothingToDo(terraform.plan());

            assertThat(terraform.apply("gib=2"))
                    .contains("Apply complete! Resources: 0 added, 1 changed, 0 destroyed.");
            assertNothingToDo(terraform.plan("gib=2"));
            assertThat(terraform.destroy("gib=2")).contains("Destroy complete! Resources: 3 destroyed.");
        }
    }

    /// The breaker rolls the service back, to a revision whose task definition Terraform has deregistered meanwhile.
    private static void aBadImageIsSeenToFail(Terraform terraform) {
        Program.Run failed = terraform.attempt("delay=7", "image=127.0.0.1:1/none:1");
        assertThat(failed.code()).as(failed.out() + failed.err()).isEqualTo(1);
        assertThat(failed.err()).contains("The deployment was rolled back.");
        assertThat(terraform.plan("delay=7", "image=127.0.0.1:1/none:1").code())
                .as("something is left to do")
                .isNotZero();

        assertThat(terraform.apply("delay=7")).contains("Apply complete!");
        assertNothingToDo(terraform.plan("delay=7"));
    }

    private static void assertNothingToDo(Program.Run plan) {
        assertThat(plan.code()).as(plan.out() + plan.err()).isZero();
    }
}
