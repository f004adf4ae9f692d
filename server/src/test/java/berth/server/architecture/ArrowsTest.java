package berth.server.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which package may import which (ARCHITECTURE.md, "The tree"). An import against an arrow is mended by moving the
/// code
/// to where both may see it, or by a port in the lower package that the upper one implements.
class ArrowsTest {

    @ParameterizedTest
    @CsvSource({
        "kernel,  kernel",
        "routing, kernel routing",
        "wire,    kernel wire",
        "control, kernel wire routing control",
        "agent,   kernel wire agent",
        "proxy,   kernel routing proxy",
        "server,  kernel wire routing control agent proxy server"
    })
    void aModuleImportsOnlyWhatIsBelowIt(String module, String allowed) {
        noClasses()
                .that()
                .resideInAPackage("berth." + module + "..")
                .should()
                .dependOnClassesThat(Packages.ofBerthOtherThan(allowed.split(" ")))
                .because("arrows point downwards: " + module + " -> " + allowed)
                .allowEmptyShould(true)
                .check(Modules.ALL);
    }

    @Test
    void theKernelKnowsNoFramework() {
        noClasses()
                .that()
                .resideInAPackage("berth.kernel..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("berth.kernel..", "java..", "org.jspecify..")
                .check(Modules.ALL);
    }

    @Test
    void onlyTheServerTouchesDatabasesAndTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("berth.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.sqlite..", "picocli..")
                .because("adapters are the server's; a port in the lower module says what is needed")
                .check(Modules.ALL);
    }

    @Test
    void onlyTheServerAndTheProxyTouchSockets() {
        noClasses()
                .that()
                .resideOutsideOfPackages("berth.server..", "berth.proxy..")
                .or()
                .resideInAnyPackage("berth.proxy.rules..", "berth.proxy.choice..", "berth.proxy.health..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..")
                .because("adapters are the server's and the proxy's; what the proxy decides knows no socket")
                .check(Modules.ALL);
    }

    @Test
    void onlyTheDockerAdapterKnowsDocker() {
        noClasses()
                .that()
                .resideOutsideOfPackage("berth.agent.docker..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.github.dockerjava..")
                .because("everything else speaks to berth.agent.engine.ContainerEngine")
                .check(Modules.ALL);
    }

    @ParameterizedTest
    @CsvSource({
        "store,     kernel. control.store",
        "reconcile, kernel. control.store control.reconcile",
        "dispatch,  kernel. wire. control.store control.dispatch control.reconcile control.iam.plan"
    })
    void theControlPlanesFrameStandsBelowItsNouns(String frame, String allowed) {
        noClasses()
                .that()
                .resideInAPackage("berth.control." + frame + "..")
                .should()
                .dependOnClassesThat(Packages.ofBerthOtherThan(allowed.split(" ")))
                .because("control." + frame + " -> " + allowed)
                .allowEmptyShould(true)
                .check(Modules.ALL);
    }

    @Test
    void modelsKnowTheKernelAndOtherModels() {
        noClasses()
                .that()
                .resideInAPackage("berth.control..model..")
                .should()
                .dependOnClassesThat(Packages.ofBerthOtherThan("kernel.").and(Packages.notAModel()))
                .because("records are what everything else is made of; behaviour belongs to plan, api and views")
                .check(Modules.ALL);
    }

    @Test
    void plansDecideFromStateAndModelsAlone() {
        noClasses()
                .that()
                .resideInAPackage("berth.control..plan..")
                .should()
                .dependOnClassesThat(Packages.ofBerthOtherThan("kernel.", "control.store", "routing.")
                        .and(Packages.notAModel())
                        .and(Packages.notAPlan())
                        .and(Packages.notAView())
                        .and(Packages.notTheSettings()))
                .orShould()
                .dependOnClassesThat(Packages.ports())
                .because("a planner gets state and records and returns changes; calls, wire classes and ports belong to"
                        + " operations and reconcilers")
                .allowEmptyShould(true)
                .check(Modules.ALL);
    }

    @ParameterizedTest
    @CsvSource({
        "tag,      setting cluster taskdef instance task service",
        "setting,  tag cluster taskdef instance task service",
        "cluster,  taskdef instance task service",
        "taskdef,  instance task service",
        "instance, task service",
        "task,     service"
    })
    void nounsOfEcsBuildOnEachOtherInOneDirection(String lower, String uppers) {
        for (String upper : uppers.split(" ")) {
            noClasses()
                    .that(Packages.partsWithRules("berth.control.ecs." + lower))
                    .should()
                    .dependOnClassesThat(Packages.partsWithRules("berth.control.ecs." + upper))
                    .because("service -> task -> taskdef, instance -> cluster -> tag; records and views may be shared")
                    .allowEmptyShould(true)
                    .check(Modules.ALL);
        }
    }

    @Test
    void loadBalancersKnowOfEcsOnlyRecordsAndViews() {
        noClasses()
                .that()
                .resideInAPackage("berth.control.elb..")
                .should()
                .dependOnClassesThat(Packages.partsWithRules("berth.control.ecs"))
                .because("services register targets, not the other way round")
                .check(Modules.ALL);
    }

    @Test
    void onlyLoadBalancersKnowTheRoutingTable() {
        noClasses()
                .that()
                .resideInAPackage("berth.control..")
                .and()
                .resideOutsideOfPackages("berth.control", "berth.control.elb..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("berth.routing..")
                .because("control.elb -> routing; the assembly hands the channel on")
                .check(Modules.ALL);
    }

    @Test
    void nothingDependsOnTheSimulator() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("berth.sim..")
                .because("the simulator runs the shipped code, not the other way round")
                .check(Modules.ALL);
    }
}
