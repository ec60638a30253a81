package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.spi.FletchingException;
import io.fletching.spi.Optimizer;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
    @TempDir
    private Path folder;

    private ProviderJars jars;

    @BeforeEach
    void jars() {
        jars = new ProviderJars(folder);
    }

    @Test
    void findsAStrangersProviderOnTheClassPath() throws IOException {
        Path jar = jars.optimizer("com.acme.signum", "1.2", "signum", "");
        try (URLClassLoader loader = ProviderJars.classPath(jar)) {
            Technique<Optimizer> signum = Catalog.load(loader).optimizer("signum");
            assertThat(signum.provider().getClass().getModule().isNamed()).isFalse();
            assertThat(signum.id()).isEqualTo("com.acme.signum/signum@1.2");
            assertThat(signum.kind()).isEqualTo("optimizer");
            assertThat(signum.origin()).isEqualTo(new Origin("com.acme.signum", "1.2", jar.toString(), false));
            assertThat(signum.options().texts()).containsEntry("lr", "0.5");
        }
    }

    @Test
    void findsTheSameProviderOnTheModulePath() {
        Path jar = jars.optimizer("com.acme.signum", "1.2", "signum", "");
        Technique<Optimizer> signum =
                Catalog.load(ProviderJars.modulePath(jar, "com.acme.signum")).optimizer("signum");
        assertThat(signum.provider().getClass().getModule().isNamed()).isTrue();
        assertThat(signum.id()).isEqualTo("com.acme.signum/signum@1.2");
    }

    @Test
    void theContextClassLoaderIsAskedFirst() throws IOException {
        Path jar = jars.optimizer("com.acme.signum", "1.2", "signum", "");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = ProviderJars.classPath(jar)) {
            thread.setContextClassLoader(loader);
            assertThat(Catalog.load().optimizer("signum").name()).isEqualTo("signum");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearestAndAll() {
        Catalog catalog = Catalog.of(new Rules.Plain("sgd"), new Rules.Plain("adamw"));
        assertThatThrownBy(() -> catalog.optimizer("adamv"))
                .isInstanceOf(FletchingException.class)
                .hasMessage("There is no optimizer 'adamv'. Did you mean 'adamw'? Optimizers: [adamw, sgd].");
        assertThatThrownBy(() -> catalog.normalizer("adamw"))
                .hasMessage("There is no normalizer 'adamw'. Normalizers: none.");
    }

    @Test
    void aNameThatTwoHaveIsRefusedBareAndFoundInFull() throws IOException {
        Path first = jars.optimizer("com.acme.one", "1.0", "signum", "");
        Path second = jars.optimizer("org.other.two", "2.0", "signum", "");
        try (URLClassLoader loader = ProviderJars.classPath(first, second)) {
            Catalog catalog = Catalog.load(loader);
            assertThatThrownBy(() -> catalog.optimizer("signum"))
                    .isInstanceOf(FletchingException.class)
                    .hasMessageContaining("com.acme.one/signum@1.0 in " + first)
                    .hasMessageContaining("org.other.two/signum@2.0 in " + second)
                    .hasMessageContaining("module/name");
            assertThat(catalog.optimizer("org.other.two/signum").id()).isEqualTo("org.other.two/signum@2.0");
            assertThat(catalog.optimizer("com.acme.one/signum@1.0").id()).isEqualTo("com.acme.one/signum@1.0");
            assertThatThrownBy(() -> catalog.optimizer("com.acme.one/signum@3.0"))
                    .hasMessageContaining("Did you mean 'com.acme.one/signum@1.0'?");
        }
    }

    @Test
    void whatFailsIsAProblemAndTheOthersAreFound() throws IOException {
        Path throwing = jars.optimizer(
                "com.acme.boom", "1", "boom", "public Given() { throw new IllegalStateException(\"no licence\"); }");
        Path linking = jars.optimizer(
                "com.acme.link", "1", "link", "static { if (true) throw new UnsatisfiedLinkError(\"libgone\"); }");
        Path good = jars.optimizer("com.acme.good", "1", "good", "");
        try (URLClassLoader loader = ProviderJars.classPath(throwing, jars.broken("com.gone.Gone"), linking, good)) {
            Catalog catalog = Catalog.load(loader);
            assertThat(catalog.techniques()).extracting(Technique::name).containsExactly("good");
            assertThat(catalog.problems())
                    .extracting(problem -> problem.code().toString())
                    .containsExactlyInAnyOrder("provider-failed", "provider-missing", "provider-failed");
            assertThat(catalog.problems())
                    .extracting(Problem::toString)
                    .anySatisfy(problem -> assertThat(problem)
                            .startsWith(throwing + ": ")
                            .contains("com.acme.boom.Given", "<- java.lang.IllegalStateException: no licence"))
                    .anySatisfy(problem -> assertThat(problem).contains("com.gone.Gone", "not found"))
                    .anySatisfy(problem -> assertThat(problem).contains("UnsatisfiedLinkError: libgone"));
        }
    }

    @Test
    void withChangesOneOptionOfACopy() {
        Technique<Rules.Plain> plain = Technique.of(new Rules.Plain("plain"));
        assertThat(plain.with("lr", "3e-3").with("decay", "0.1").options().texts())
                .containsEntry("lr", "0.003")
                .containsEntry("decay", "0.1");
        assertThat(plain.options().texts()).containsEntry("decay", "0");
        assertThatThrownBy(() -> plain.with("dekay", "1")).hasMessageContaining("Did you mean 'decay'?");
    }
}
