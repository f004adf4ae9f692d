package berth.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Names that say nothing are not used, and every package says what it owns.
class NamesTest {
    private static final List<String> EMPTY_WORDS =
            List.of("Manager", "Helper", "Helpers", "Util", "Utils", "Impl", "Base", "Data", "Info");

    @Test
    void classesAreNamedAfterWhatTheyAre() {
        assertThat(Modules.ALL.stream().map(JavaClass::getSimpleName))
                .allSatisfy(name -> assertThat(EMPTY_WORDS).noneMatch(name::endsWith));
    }

    @Test
    void everyPackageSaysWhatItOwnsAndIsNullMarked() {
        TreeSet<String> without = new TreeSet<>();
        for (JavaClass type : Modules.ALL) {
            JavaPackage at = type.getPackage();
            if (!at.isAnnotatedWith(NullMarked.class)) {
                without.add(at.getName());
            }
        }
        assertThat(without)
                .as("packages without a package-info.java that is @NullMarked")
                .isEmpty();
    }
}
