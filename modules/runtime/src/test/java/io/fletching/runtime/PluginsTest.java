package io.fletching.runtime;

import static io.fletching.runtime.ProviderJars.optimizerFiles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fletching.spi.Optimizer;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
    @TempDir
    private Path folder;

    private Path plugins;
    private ProviderJars jars;

    @BeforeEach
    void plugins() throws IOException {
        plugins = Files.createDirectory(folder.resolve("plugins"));
        jars = new ProviderJars(plugins);
    }

    private Catalog catalog() {
        return catalog(plugins);
    }

    private static Catalog catalog(Path... directories) {
        return Catalog.builder()
                .classLoader(ClassLoader.getPlatformClassLoader())
                .plugins(directories)
                .build();
    }

    private static Technique<Optimizer> healthy(Catalog catalog, String name) {
        assertThat(catalog.problems()).isEmpty();
        return catalog.optimizer(name);
    }

    @Test
    void aDroppedInJarIsAModuleOfALayerOfItsOwn() {
        Path first = jars.optimizer("com.acme.one", "1.2", "one", "");
        jars.optimizer("com.acme.two", "1.3", "two", "");
        try (Catalog catalog = catalog()) {
            Technique<Optimizer> one = healthy(catalog, "one");
            Module module = one.provider().getClass().getModule();
            assertThat(module.getName()).isEqualTo("com.acme.one");
            assertThat(module.getLayer().modules()).containsExactly(module);
            assertThat(module.getLayer().parents())
                    .containsExactly(Catalog.class.getModule().getLayer());
            assertThat(one.id()).isEqualTo("com.acme.one/one@1.2");
            assertThat(one.origin()).isEqualTo(new Origin("com.acme.one", "1.2", first.toString(), true));
            assertThat(catalog.plugins())
                    .extracting(PluginFile::module)
                    .containsExactly("com.acme.one", "com.acme.two");
            assertThat(catalog.notes()).isEmpty();
        }
    }

    @Test
    void aFolderOfJarsIsOnePlugin() throws IOException {
        Path pair = Files.createDirectory(plugins.resolve("pair"));
        var made = new ProviderJars(pair);
        Path library = made.jar(
                "library.jar",
                "1",
                Map.of(
                        "module-info.java",
                        "module com.acme.library { exports com.acme.library; }",
                        "com/acme/library/Words.java",
                        "package com.acme.library; public class Words { public static String name() { return \"pair\"; } }"));
        var files = new TreeMap<>(optimizerFiles("com.acme.pair", "pair", """
                @Override public Descriptor descriptor() {
                    return Descriptor.of(com.acme.library.Words.name(), "A test");
                }
                """));
        files.put("module-info.java", """
                module com.acme.pair {
                    requires io.fletching.spi;
                    requires com.acme.library;
                    provides io.fletching.spi.Optimizer with com.acme.pair.Given;
                }
                """);
        made.jar("pair.jar", "1", files, library);
        try (Catalog catalog = catalog()) {
            assertThat(healthy(catalog, "pair").id()).isEqualTo("com.acme.pair/pair@1");
        }
    }

    @Test
    void aPlainJarOfAnyFileNameWorks() {
        var files = optimizerFiles("com.acme.plain", "plain", "");
        files.remove("module-info.java");
        jars.jar("1 - odd name!.jar", "1", files);
        try (Catalog catalog = catalog()) {
            assertThat(healthy(catalog, "plain").id()).isEqualTo("com.acme.plain/plain@unversioned");
            assertThat(catalog.notes()).extracting(Problem::code).containsExactly(ProblemCode.PLUGIN_SPI_UNKNOWN);
        }
    }

    @Test
    void anSpiThatAJarBringsIsIgnored() throws IOException {
        Path made = jars.optimizer("com.acme.fat", "1", "fat", "");
        Path root = plugins.resolve(".made/com.acme.fat-1.jar");
        for (String type : List.of("Provider", "Optimizer", "Descriptor")) {
            ProviderJars.write(root.resolve("classes/io/fletching/spi/" + type + ".class"), "no class at all");
        }
        ProviderJars.pack(root, made);
        try (Catalog catalog = catalog()) {
            assertThat(healthy(catalog, "fat").provider()).isInstanceOf(Optimizer.class);
            assertThat(catalog.notes()).singleElement().satisfies(note -> {
                assertThat(note.code()).isEqualTo(ProblemCode.PLUGIN_BUNDLED_HOST);
                assertThat(note.what()).contains("[io.fletching.spi]");
            });
        }
    }

    @Test
    void theBytesThatWereReadAreTheBytesThatRun() throws IOException {
        String body = """
                @Override public Descriptor descriptor() { return Descriptor.of("lazy", "A test"); }
                @Override public String toString() {
                    try (var in = Given.class.getResourceAsStream("words.txt")) {
                        return Later.VALUE + " " + new String(in.readAllBytes());
                    } catch (java.io.IOException e) { throw new java.io.UncheckedIOException(e); }
                }
                """;
        var files = optimizerFiles("com.acme.lazy", "lazy", body);
        files.put(
                "com/acme/lazy/Later.java", "package com.acme.lazy; class Later { static Object VALUE = \"first\"; }");
        files.put("com/acme/lazy/words.txt", "words");
        Path jar = jars.jar("lazy.jar", "1", files);
        try (Catalog catalog = catalog()) {
            Technique<Optimizer> lazy = healthy(catalog, "lazy");
            Files.writeString(jar, "something else");
            assertThat(lazy.provider().toString()).isEqualTo("first words");
        }
    }

    @Test
    void nothingKeepsAJarOpen() throws IOException {
        Path jar = jars.optimizer("com.acme.one", "1", "one", "");
        try (Catalog catalog = catalog()) {
            healthy(catalog, "one").provider().bind(catalog.optimizer("one").options());
            assertThat(openFiles()).doesNotContain(jar);
            try (var in = Files.newInputStream(jar)) {
                assertThat(in.read()).isNotNegative();
                assumeThat(openFiles())
                        .as("open files as the system tells them")
                        .contains(jar);
            }
        }
    }

    /// What this process has open, where the system tells.
    private static List<Path> openFiles() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        var open = new ArrayList<Path>();
        if (Files.isDirectory(descriptors)) {
            try (var links = Files.newDirectoryStream(descriptors)) {
                for (Path link : links) {
                    // What is no file, such as a pipe, is a link that leads nowhere.
                    open.add(Files.readSymbolicLink(link));
                }
            }
        }
        return open;
    }

    @Test
    void aClosedCatalogLetsItsClassesGo() throws InterruptedException {
        jars.optimizer("com.acme.one", "1", "one", "");
        Catalog catalog = catalog();
        var loader = new WeakReference<>(loader(catalog));
        catalog.close();
        awaitGone(loader);
        assertThatThrownBy(catalog::techniques).hasMessageContaining("The catalog is closed.");
    }

    private static ClassLoader loader(Catalog catalog) {
        return healthy(catalog, "one").provider().getClass().getClassLoader();
    }

    private static void awaitGone(WeakReference<?> reference) throws InterruptedException {
        for (int i = 0; i < 100 && reference.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(reference.get()).isNull();
    }

    @Test
    void twoCatalogsLiveSideBySideAndCloseAlone() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        jars.optimizer("com.acme.one", "1", "one", "");
        new ProviderJars(other).optimizer("com.acme.one", "2", "one", "");
        Catalog first = catalog();
        var loader = new WeakReference<>(loader(first));
        try (Catalog second = catalog(other)) {
            assertThat(first.optimizer("one").id()).isEqualTo("com.acme.one/one@1");
            assertThat(second.optimizer("one").id()).isEqualTo("com.acme.one/one@2");
            first.close();
            first.close();
            assertThatThrownBy(() -> first.optimizer("one")).hasMessageContaining("The catalog is closed.");
            assertThat(second.optimizer("one")
                            .provider()
                            .bind(second.optimizer("one").options()))
                    .isNotNull();
            awaitGone(loader);
        }
    }

    @Test
    void aSingleJarIsAPluginToo() {
        Path jar = jars.optimizer("com.acme.one", "1", "one", "");
        try (Catalog catalog = catalog(jar, jar)) {
            assertThat(healthy(catalog, "one").name()).isEqualTo("one");
        }
    }

    @Test
    void copiesOfOneJarAreOne() throws IOException {
        Path jar = jars.optimizer("com.acme.one", "1", "one", "");
        Files.copy(jar, plugins.resolve("copy.jar"), StandardCopyOption.COPY_ATTRIBUTES);
        try (Catalog catalog = catalog()) {
            assertThat(healthy(catalog, "one").name()).isEqualTo("one");
            assertThat(catalog.notes()).extracting(Problem::code).containsOnly(ProblemCode.PLUGIN_DUPLICATE);
        }
    }
}
