package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.spi.FletchingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginLockTest {
    @TempDir
    private Path plugins;

    private ProviderJars jars;
    private PluginLock lock;

    @BeforeEach
    void jars() {
        jars = new ProviderJars(plugins);
        lock = PluginLock.in(plugins);
    }

    private Catalog catalog() {
        return Catalog.builder()
                .classLoader(ClassLoader.getPlatformClassLoader())
                .plugins(plugins)
                .build();
    }

    @Test
    void withoutALockAnythingRuns() {
        jars.optimizer("com.acme.one", "1", "one", "");
        assertThat(lock.exists()).isFalse();
        try (Catalog catalog = catalog()) {
            assertThat(catalog.techniques()).hasSize(1);
        }
    }

    @Test
    void withALockNothingRunsThatItDoesNotList() throws IOException {
        Path one = jars.optimizer("com.acme.one", "1.2", "one", "");
        jars.optimizer("com.acme.two", "1", "two", "static { System.setProperty(\"two.ran\", \"yes\"); }");
        PluginFile file = PluginFile.inspect(one);
        assertThat(lock.trust(file)).isTrue();
        assertThat(lock.trust(file)).isFalse();
        assertThat(Files.readAllLines(lock.file()))
                .containsExactly(
                        "# Jars that may run. Lines: SHA-256, file, module, version.",
                        file.sha256() + "  com.acme.one-1.2.jar  com.acme.one  1.2");
        try (Catalog catalog = catalog()) {
            assertThat(catalog.techniques()).extracting(Technique::name).containsExactly("one");
            assertThat(catalog.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo(ProblemCode.PLUGIN_NOT_APPROVED);
                assertThat(problem.where()).endsWith("com.acme.two-1.jar");
                assertThat(problem.cure()).contains("fletch providers trust JAR");
            });
            assertThat(System.getProperty("two.ran")).isNull();
        }
    }

    @Test
    void aChangedJarIsNoLongerApproved() throws IOException {
        Path one = jars.optimizer("com.acme.one", "1", "one", "");
        lock.trust(PluginFile.inspect(one));
        jars.jar("com.acme.one-1.jar", "1", ProviderJars.optimizerFiles("com.acme.one", "other", ""));
        try (Catalog catalog = catalog()) {
            assertThat(catalog.techniques()).isEmpty();
            assertThat(catalog.problems()).extracting(Problem::code).containsExactly(ProblemCode.PLUGIN_NOT_APPROVED);
        }
    }

    @Test
    void everyJarOfAFolderAndAJarByItselfIsAsked() throws IOException {
        Path folder = Files.createDirectory(plugins.resolve("pair"));
        var made = new ProviderJars(folder);
        Path one = made.optimizer("com.acme.one", "1", "one", "");
        Path two = made.optimizer("com.acme.two", "1", "two", "");
        lock.trust(PluginFile.inspect(one));
        try (Catalog catalog = catalog()) {
            assertThat(catalog.techniques()).isEmpty();
            assertThat(catalog.problems()).extracting(Problem::where).containsExactly(two.toString());
        }
        lock.trust(PluginFile.inspect(two));
        assertThat(Files.readString(lock.file())).contains("  pair/com.acme.two-1.jar  ");
        try (Catalog catalog = catalog()) {
            assertThat(catalog.techniques()).hasSize(2);
        }
        Path single = jars.optimizer("com.acme.three", "1", "three", "");
        try (Catalog catalog = Catalog.builder().plugins(single).build()) {
            assertThat(catalog.problems()).extracting(Problem::code).containsExactly(ProblemCode.PLUGIN_NOT_APPROVED);
        }
    }

    @Test
    void aBrokenLockApprovesNothing() throws IOException {
        Path one = jars.optimizer("com.acme.one", "1", "one", "");
        PluginFile file = PluginFile.inspect(one);
        for (List<String> lines : List.of(List.of(file.sha256() + "  one.jar", "and so on"), List.<String>of())) {
            Files.write(lock.file(), lines);
            try (Catalog catalog = catalog()) {
                assertThat(catalog.techniques()).isEmpty();
                assertThat(catalog.problems()).hasSize(1);
            }
        }
        Files.writeString(lock.file(), "and so on\n");
        assertThatThrownBy(() -> lock.trust(file))
                .isInstanceOf(FletchingException.class)
                .hasMessageContaining("The line 'and so on' of " + lock.file());
        assertThat(Files.readString(lock.file())).isEqualTo("and so on\n");
        Files.delete(lock.file());
        Files.createSymbolicLink(lock.file(), Path.of("nowhere"));
        try (Catalog catalog = catalog()) {
            assertThat(catalog.problems()).extracting(Problem::code).containsExactly(ProblemCode.PLUGIN_LOCK_BROKEN);
        }
    }

    @Test
    void aNameCannotApproveAnother() throws IOException {
        String forged = "0".repeat(64);
        Path one = jars.optimizer("com.acme.one", "1", "one", "");
        Path odd = Files.move(one, plugins.resolve("odd\n" + forged + ".jar"));
        lock.trust(PluginFile.inspect(odd));
        assertThat(lock.approved()).containsExactly(PluginFile.inspect(odd).sha256());
    }

    @Test
    void twoWritersDoNotMeet() throws IOException {
        PluginFile file = PluginFile.inspect(jars.optimizer("com.acme.one", "1", "one", ""));
        Path busy = Files.createFile(plugins.resolve("plugins.lock.new"));
        assertThatThrownBy(() -> lock.trust(file)).hasMessageContaining("delete " + busy);
        assertThat(busy).exists();
        Files.delete(busy);
        assertThat(lock.trust(file)).isTrue();
        assertThat(busy).doesNotExist();
    }
}
