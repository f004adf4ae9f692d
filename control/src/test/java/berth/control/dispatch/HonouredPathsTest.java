package berth.control.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The tables of honoured fields name fields that exist. The program doesn't look at its start, because that would load
/// the whole model.
class HonouredPathsTest {
    private static final JavaClasses CONTROL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("berth.control");

    @ParameterizedTest
    @MethodSource("tables")
    void everyPathIsInTheModel(Field table) throws Exception {
        table.setAccessible(true);
        Honoured honoured = (Honoured) table.get(null);

        assertThat(honoured.refused()).doesNotContainNull();
    }

    @Test
    void theTablesAreFound() {
        assertThat(tables()).hasSizeGreaterThan(10);
    }

    static List<Field> tables() {
        return CONTROL.stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> field.getRawType().isEquivalentTo(Honoured.class))
                .filter(field -> field.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.STATIC))
                .flatMap(HonouredPathsTest::reflected)
                .toList();
    }

    private static Stream<Field> reflected(JavaField field) {
        return Stream.of(field.reflect());
    }
}
