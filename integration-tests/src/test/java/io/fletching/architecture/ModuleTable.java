package io.fletching.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;

/// The module table of ARCHITECTURE.md: what the classes of each module may name, beside their own and those of
/// `java.base`.
enum ModuleTable {
    SPI("spi"),
    KERNELS("kernels", "jdk.incubator.vector"),
    ARROW(
            "arrow",
            "io.fletching.spi",
            "org.apache.arrow..",
            "com.google.flatbuffers..",
            "com.fasterxml.jackson..",
            "com.github.luben.zstd..",
            "net.jpountz.."),
    RUNTIME("runtime", "io.fletching.spi", "io.fletching.arrow", "io.fletching.kernels", "io.fletching.linalg"),
    LINALG("linalg", "io.fletching.kernels", "jdk.incubator.vector"),
    NN(
            "nn",
            "io.fletching.spi",
            "io.fletching.kernels",
            "io.fletching.arrow",
            "io.fletching.runtime",
            "io.fletching.linalg"),
    DATA("data", "io.fletching.spi", "io.fletching.arrow", "de.siegmar.fastcsv..", "dev.hardwood.."),
    CLI(
            "cli",
            "io.fletching.spi",
            "io.fletching.kernels",
            "io.fletching.arrow",
            "io.fletching.runtime",
            "io.fletching.linalg",
            "io.fletching.nn",
            "io.fletching.data",
            "io.fletching.tck",
            "picocli..",
            "com.fasterxml.jackson..",
            "org.snakeyaml.engine..",
            "com.sun.management"),
    TCK(
            "tck",
            "io.fletching.spi",
            "io.fletching.kernels",
            "io.fletching.arrow",
            "io.fletching.runtime",
            "io.fletching.linalg",
            "org.junit.jupiter..",
            "com.sun.management"),
    RULES("rules", "io.fletching.spi", "io.fletching.kernels"),
    PROVIDER("provider", "io.fletching.spi", "io.fletching.kernels", "io.fletching.rules", "jdk.incubator.vector");

    final String packages;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> others;

    ModuleTable(String name, String... others) {
        packages = "io.fletching." + name + "..";
        this.others = List.of(others);
    }

    /// The row as a rule.
    ArchRule rule() {
        List<String> allowed = new ArrayList<>(List.of(packages, "java..", "org.jspecify.annotations"));
        allowed.addAll(others);
        return classes()
                .that()
                .resideInAPackage(packages)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new));
    }
}
