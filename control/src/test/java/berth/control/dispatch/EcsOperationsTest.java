package berth.control.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.Catalog;
import berth.wire.Service;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Each operation of ECS's model is there, or is refused with a reason.
class EcsOperationsTest {

    @Test
    void whatIsNotThereSaysWhy() {
        TreeSet<String> there = new TreeSet<>();
        new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("berth.control.ecs")
                        .stream()
                        .filter(type -> type.isAssignableTo(Operation.class))
                        .map(JavaClass::getSimpleName)
                        .forEach(there::add);
        TreeSet<String> refused = new TreeSet<>();
        Catalog.sdk().operations(Service.ECS).stream()
                .map(operation -> operation.name())
                .filter(name -> !there.contains(name))
                .forEach(name -> refused.add("ecs:" + name));

        assertThat(NotHere.REASONS.keySet()).isEqualTo(refused);
    }

    @Test
    void theReasonIsTold() {
        assertThat(NotHere.text("ecs", "ExecuteCommand"))
                .isEqualTo(
                        "Berth does not implement ecs:ExecuteCommand: there is no Session Manager that would carry it;"
                                + " use docker exec.");
        assertThat(NotHere.text("logs", "StartQuery"))
                .isEqualTo("Berth does not implement logs:StartQuery yet. docs/differences.md lists what it does.");
    }
}
