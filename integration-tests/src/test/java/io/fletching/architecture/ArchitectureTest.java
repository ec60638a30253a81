package io.fletching.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The rules of the architecture, asked about every class of the distribution, and about [Fixtures] that break them.
class ArchitectureTest {
    /// With fewer classes than this, the rules were asked about a part of the project.
    private static final int FLOOR = 300;

    private static final Map<String, ArchRule> RULES = new TreeMap<>(Map.of(
            "providers do not know each other",
            slices().matching("io.fletching.provider.(*)..")
                    .should()
                    .notDependOnEachOther()
                    .allowEmptyShould(true),
            "arrow alone names Arrow",
            outside(ModuleTable.ARROW).should().dependOnClassesThat().resideInAPackage("org.apache.arrow.."),
            "arrow alone views an address as memory",
            outside(ModuleTable.ARROW).should().accessTargetWhere(memorySegment("ofAddress")),
            "arrow and linalg alone stretch memory",
            outside(ModuleTable.ARROW, ModuleTable.LINALG).should().accessTargetWhere(memorySegment("reinterpret")),
            "the command alone prints, and what the conformance kit runs in JVMs of its own",
            outside(ModuleTable.CLI, ModuleTable.TCK).should(ACCESS_STANDARD_STREAMS),
            "nothing logs by java.util.logging",
            noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..")));

    static {
        for (ModuleTable row : ModuleTable.values()) {
            RULES.put("the module table's row " + row, row.rule());
        }
    }

    private static JavaClasses classes;
    private static JavaClasses fixtures;

    @BeforeAll
    static void read(@TempDir Path folder) throws IOException {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.fletching");
        fixtures = Fixtures.compile(folder);
    }

    private static GivenClassesConjunction outside(ModuleTable... modules) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        Stream.of(modules).map(module -> module.packages).toArray(String[]::new));
    }

    private static DescribedPredicate<JavaAccess<?>> memorySegment(String method) {
        return target(owner(type(MemorySegment.class))).and(target(name(method)));
    }

    static Set<String> rules() {
        return RULES.keySet();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isKept(String rule) {
        RULES.get(rule).check(classes);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isBrokenByAFixture(String rule) {
        assertThat(RULES.get(rule).evaluate(fixtures).hasViolation()).isTrue();
    }

    @Test
    void sawTheProject() {
        assertThat(classes.size()).isGreaterThanOrEqualTo(FLOOR);
    }

    @ParameterizedTest
    @EnumSource
    void sawEveryModule(ModuleTable row) {
        assertThat(classes.that(resideInAPackage(row.packages))).isNotEmpty();
    }
}
