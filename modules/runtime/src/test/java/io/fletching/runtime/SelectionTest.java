package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which provider a name means: among a built-in `adamw`, a stranger's `adamw`, and two strangers' `signum`.
class SelectionTest {
    private static final String BUILT_IN = "io.fletching.provider.adamw/adamw@0.1";
    private static final String FOREIGN = "com.acme.adamw/adamw@3";

    @TempDir
    static Path folder;

    private static Path plugins;
    private static URLClassLoader hosts;

    @BeforeAll
    static void make() throws IOException {
        plugins = Files.createDirectory(folder.resolve("plugins"));
        hosts = ProviderJars.classPath(
                new ProviderJars(folder).optimizer("io.fletching.provider.adamw", "0.1", "adamw", ""));
        var jars = new ProviderJars(plugins);
        jars.optimizer("com.acme.adamw", "3", "adamw", "");
        jars.optimizer("com.acme.one", "1.0", "signum", "");
        jars.optimizer("org.other.two", "2.0", "signum", "");
        jars.optimizer("org.other.two", "2.1", "signum", "");
    }

    @AfterAll
    static void close() throws IOException {
        hosts.close();
    }

    private static CatalogBuilder builder() {
        return Catalog.builder().classLoader(hosts).plugins(plugins);
    }

    @Test
    void aBareNameOfABuiltInMeansTheBuiltIn() {
        try (Catalog catalog = builder().build()) {
            assertThat(catalog.problems()).isEmpty();
            assertThat(catalog.optimizer("adamw").id()).isEqualTo(BUILT_IN);
            assertThat(catalog.optimizer("com.acme.adamw/adamw").id()).isEqualTo(FOREIGN);
            assertThat(catalog.optimizer(FOREIGN).id()).isEqualTo(FOREIGN);
            assertThat(catalog.why("optimizer", "adamw"))
                    .extracting(each -> each.technique().id(), Candidate::chosen, Candidate::reason)
                    .containsExactly(
                            tuple(
                                    FOREIGN,
                                    false,
                                    "a bare name always means the built-in; reach this one as com.acme.adamw/adamw,"
                                            + " or prefer it"),
                            tuple(BUILT_IN, true, "a bare name always means the built-in"));
        }
    }

    @Test
    void aPluginIsNeverBuiltInWhateverItIsCalled() throws IOException {
        Path mimic = Files.createDirectory(folder.resolve("mimic"));
        new ProviderJars(mimic).optimizer("io.fletching.provider.adamvv", "0.1", "adamw", "");
        try (Catalog catalog = builder().plugins(mimic).build()) {
            assertThat(catalog.optimizer("adamw").id()).isEqualTo(BUILT_IN);
            assertThat(catalog.optimizer("io.fletching.provider.adamvv/adamw")
                            .origin()
                            .builtIn())
                    .isFalse();
        }
    }

    @Test
    void anExplicitPreferenceComesBeforeTheBuiltIn() {
        try (Catalog catalog =
                builder().prefer("optimizer", "com.acme.adamw/adamw").build()) {
            assertThat(catalog.optimizer("adamw").id()).isEqualTo(FOREIGN);
            assertThat(catalog.optimizer("io.fletching.provider.adamw/adamw").id())
                    .isEqualTo(BUILT_IN);
            assertThat(catalog.why("optimizer", "adamw"))
                    .extracting(Candidate::chosen, Candidate::reason)
                    .containsExactly(
                            tuple(true, "preferred as com.acme.adamw/adamw"),
                            tuple(false, "another is preferred: com.acme.adamw/adamw"));
        }
    }

    @Test
    void anAmbiguousNameIsRefusedWithCandidatesAndTheWaysToChoose() {
        try (Catalog catalog = builder().build()) {
            assertThatThrownBy(() -> catalog.optimizer("signum"))
                    .hasMessage("The optimizer 'signum' could be any of: com.acme.one/signum@1.0 in "
                            + plugins.resolve("com.acme.one-1.0.jar") + ", org.other.two/signum@2.0 in "
                            + plugins.resolve("org.other.two-2.0.jar") + ", org.other.two/signum@2.1 in "
                            + plugins.resolve("org.other.two-2.1.jar")
                            + ". Choose one with --prefer optimizer=module/name, with"
                            + " -Dfletching.prefer.optimizer=module/name or with prefer.optimizer in the configuration; or"
                            + " ask for it by its full name, module/name or module/name@version.");
            assertThatThrownBy(() -> catalog.optimizer("org.other.two/signum"))
                    .hasMessageContaining("signum@2.0")
                    .hasMessageContaining("signum@2.1")
                    .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("com.acme"));
            assertThat(catalog.optimizer("org.other.two/signum@2.1").id()).isEqualTo("org.other.two/signum@2.1");
            assertThat(catalog.why("optimizer", "signum")).hasSize(3).allSatisfy(each -> {
                assertThat(each.chosen()).isFalse();
                assertThat(each.reason()).contains("could mean 3 providers");
            });
        }
    }

    @Test
    void theSystemPropertyPrefersToo() {
        String property = CatalogBuilder.PROPERTY + "optimizer";
        System.setProperty(property, "com.acme.one/signum, com.acme.adamw/adamw");
        try (Catalog catalog = builder().build();
                Catalog explicit = builder()
                        .prefer("optimizer", "org.other.two/signum@2.0")
                        .build()) {
            assertThat(catalog.optimizer("signum").id()).isEqualTo("com.acme.one/signum@1.0");
            assertThat(catalog.optimizer("adamw").id()).isEqualTo(FOREIGN);
            assertThat(explicit.optimizer("signum").id()).isEqualTo("org.other.two/signum@2.0");
        } finally {
            System.clearProperty(property);
        }
    }

    @Test
    void aPreferenceThatNamesNothingIsAProblemAndAnswersNothing() {
        try (Catalog catalog =
                builder().prefer("optimizer", "com.acme.adam/adamw").build()) {
            assertThat(catalog.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo(ProblemCode.PREFERENCE_UNKNOWN);
                assertThat(problem.where()).isEqualTo("the preference optimizer=com.acme.adam/adamw");
            });
            assertThatThrownBy(() -> catalog.optimizer("adamw"))
                    .hasMessageStartingWith(
                            "There is no optimizer 'com.acme.adam/adamw', which is preferred for 'adamw'.");
            assertThat(catalog.optimizer("com.acme.one/signum").name()).isEqualTo("signum");
        }
    }

    @Test
    void whatIsNoPreferenceIsRefused() {
        CatalogBuilder builder = builder();
        assertThatThrownBy(() -> builder.prefer("optimiser", "com.acme.one/signum"))
                .hasMessageContaining("Did you mean 'optimizer'?");
        assertThatThrownBy(() -> builder.prefer("optimizer", "signum"))
                .hasMessage("The preferred optimizer is 'signum'; expected a full name, module/name or"
                        + " module/name@version.");
        builder.prefer("optimizer", "com.acme.one/signum").prefer("optimizer", "com.acme.one/signum");
        assertThatThrownBy(() -> builder.prefer("optimizer", "org.other.two/signum"))
                .hasMessage("For the optimizer 'signum' both 'com.acme.one/signum' and 'org.other.two/signum' are"
                        + " preferred. Prefer one.");
    }

    @Test
    void theOnlyOneOfANameIsMeant() {
        try (Catalog catalog = Catalog.of(new Rules.Plain("sgd"))) {
            assertThat(catalog.why("optimizer", "sgd"))
                    .extracting(Candidate::chosen, Candidate::reason)
                    .containsExactly(tuple(true, "the only one of this name"));
            assertThat(catalog.why("clipper", "sgd")).isEmpty();
        }
    }
}
