package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.spi.FletchingException;
import io.fletching.spi.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PluginFileTest {
    @TempDir
    private Path folder;

    private ProviderJars jars;

    @BeforeEach
    void jars() {
        jars = new ProviderJars(folder);
    }

    @Test
    void tellsWhatAJarIsWithoutRunningIt() {
        Path jar =
                jars.optimizer("com.acme.boom", "1.2", "boom", "static { System.setProperty(\"boom.ran\", \"yes\"); }");
        PluginFile file = PluginFile.inspect(jar);
        assertThat(file.module()).isEqualTo("com.acme.boom");
        assertThat(file.version()).isEqualTo("1.2");
        assertThat(file.plain()).isFalse();
        assertThat(file.requires()).containsExactly("io.fletching.spi");
        assertThat(file.packages()).containsExactly("com.acme.boom");
        assertThat(file.provides()).isEqualTo(Map.of("optimizer", List.of("com.acme.boom.Given")));
        assertThat(file.spi()).isEqualTo(Origin.of(Provider.class).version());
        assertThat(file.sha256()).matches("[0-9a-f]{64}");
        assertThat(file.reaches()).isEmpty();
        assertThat(file.problems()).isEmpty();
        assertThat(file.notes()).isEmpty();
        assertThat(System.getProperty("boom.ran")).isNull();
    }

    @Test
    void tellsWhatItsCodeReachesFor() {
        Path jar = jars.optimizer("com.acme.far", "1", "far", """
                static void all() throws Exception {
                    System.loadLibrary("x");
                    new ProcessBuilder("x").start();
                    java.nio.file.Files.delete(java.nio.file.Path.of("x"));
                    new java.net.Socket("x", 1).close();
                    new Thread(() -> {}).start();
                    System.exit(1);
                }
                """);
        assertThat(PluginFile.inspect(jar).reaches())
                .containsExactly(
                        "files", "native code", "other programs", "the end of the process", "the network", "threads");
    }

    @Test
    void tellsWhereModuleInfoAndServicesFileDisagree() {
        var files = ProviderJars.optimizerFiles("com.acme.two", "two", "");
        files.put(ProviderJars.SERVICE, "com.acme.two.Other\n");
        PluginFile file = PluginFile.inspect(jars.jar("two.jar", "1", files));
        assertThat(file.problems()).isEmpty();
        assertThat(file.notes()).singleElement().satisfies(note -> {
            assertThat(note.code()).isEqualTo(ProblemCode.PLUGIN_SERVICES_DIFFER);
            assertThat(note.what()).contains("com.acme.two.Given", "com.acme.two.Other");
        });
    }

    @Test
    void tellsWhatTheManifestAsksFor() throws IOException {
        Path jar = jars.optimizer("com.acme.one", "1", "one", "");
        Path manifest = Files.writeString(folder.resolve("manifest"), "Enable-Native-Access: ALL-UNNAMED\n");
        ProviderJars.run("jar", "--update", "--file", jar.toString(), "--manifest", manifest.toString());
        assertThat(PluginFile.inspect(jar).manifest())
                .containsExactly(Map.entry("Enable-Native-Access", "ALL-UNNAMED"));
    }

    @Test
    void ofAMultiReleaseJarItReadsWhatThisJavaSees() throws IOException {
        var files = ProviderJars.optimizerFiles("com.acme.multi", "multi", "");
        files.put("com/acme/multi/words.txt", "old");
        files.put("META-INF/versions/24/com/acme/multi/words.txt", "new");
        files.put("META-INF/versions/99/com/acme/multi/words.txt", "of the future");
        files.compute("com/acme/multi/Given.java", (file, text) -> text.replace("implements Optimizer {", """
                implements Optimizer {
                    @Override public String toString() {
                        try (var in = Given.class.getResourceAsStream("words.txt")) { return new String(in.readAllBytes()); }
                        catch (java.io.IOException e) { throw new java.io.UncheckedIOException(e); }
                    }
                """));
        Path manifest = Files.writeString(folder.resolve("manifest"), "Multi-Release: true\n");
        Path jar = jars.jar("multi.jar", "1", files);
        ProviderJars.run("jar", "--update", "--file", jar.toString(), "--manifest", manifest.toString());
        try (Catalog catalog = Catalog.builder().plugins(jar).build()) {
            assertThat(catalog.problems()).isEmpty();
            assertThat(catalog.optimizer("multi").provider()).hasToString("new");
        }
    }

    @Test
    void whatIsNoJarIsAnErrorWithTheCodeOfItsProblem() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
        assertThatThrownBy(() -> PluginFile.inspect(text)).isInstanceOfSatisfying(FletchingException.class, failure -> {
            assertThat(ProblemCode.find(failure.code())).contains(ProblemCode.PLUGIN_CORRUPT_JAR);
            assertThat(failure)
                    .hasMessage(text + ": It has no end record: it is cut short, or no jar at all."
                            + " Copy or download the jar anew.");
        });
    }

    /// A file that never has the length that the system tells of it.
    @Test
    @EnabledOnOs(OS.LINUX)
    void whatChangesWhileItIsReadIsRefused() {
        assertThatThrownBy(() -> PluginFile.inspect(Path.of("/proc/self/status")))
                .isInstanceOfSatisfying(
                        FletchingException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ProblemCode.PLUGIN_CHANGED.toString()));
    }

    @Test
    void everyCodeHasAnExplanationAndACure() {
        for (ProblemCode code : ProblemCode.values()) {
            assertThat(code.explanation()).as(code.toString()).endsWith(".");
            assertThat(code.cure()).as(code.toString()).isNotBlank();
            assertThat(ProblemCode.find(code.toString())).contains(code);
        }
        assertThat(ProblemCode.find("plugin-unheard-of")).isEmpty();
    }

    @Test
    void anSpiFitsWithinItsMajorVersion() {
        SpiVersion host = SpiVersion.of("2.3.1-SNAPSHOT").orElseThrow();
        assertThat(host).hasToString("2.3");
        assertThat(SpiVersion.of("2.4").orElseThrow().isTooNewFor(host)).isTrue();
        assertThat(SpiVersion.of("3.0.0").orElseThrow().isTooNewFor(host)).isTrue();
        assertThat(SpiVersion.of("2.3.9").orElseThrow().isTooNewFor(host)).isFalse();
        assertThat(SpiVersion.of("1.9").orElseThrow().isTooOldFor(host)).isTrue();
        assertThat(SpiVersion.of("2.0").orElseThrow().isTooOldFor(host)).isFalse();
        assertThat(SpiVersion.of("unversioned")).isEmpty();
        assertThat(SpiVersion.of("7")).isEmpty();
    }
}
