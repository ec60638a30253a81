package io.fletching.jars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.scripts.Tool;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every jar of the distribution is a named module, and offers the same services on the module path and on the class
/// path.
class PackedJarsIT {
    /// Fewer jars with classes than this, and the tests would have been asked about a part of the project.
    private static final int FLOOR = 16;

    @TempDir
    Path folder;

    /// Our jars on the class path that hold a class.
    static List<Path> jars() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(file -> file.getFileName().toString().matches("fletching-.*\\.jar"))
                .filter(PackedJarsIT::hasClasses)
                .toList();
    }

    private static boolean hasClasses(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().anyMatch(entry -> entry.getName().endsWith(".class"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModuleDescriptor descriptor(Path jar) {
        assertThat(ModuleFinder.of(jar).findAll()).hasSize(1);
        ModuleReference only = ModuleFinder.of(jar).findAll().iterator().next();
        return only.descriptor();
    }

    /// The module's name by its artifact's: `fletching-provider-norm-clipping` is `io.fletching.provider.normclipping`.
    private static String moduleName(Path jar) {
        String artifact =
                jar.getFileName().toString().replaceAll("-[0-9]+\\..*", "").substring("fletching-".length());
        String provider = "provider-";
        return artifact.startsWith(provider)
                ? "io.fletching.provider."
                        + artifact.substring(provider.length()).replace("-", "")
                : "io.fletching." + artifact.replace("-", "");
    }

    @Test
    void sawTheProject() {
        assertThat(jars()).hasSizeGreaterThanOrEqualTo(FLOOR);
    }

    @ParameterizedTest
    @MethodSource("jars")
    void isNamedModuleWithVersion(Path jar) {
        ModuleDescriptor descriptor = descriptor(jar);
        assertThat(descriptor.isAutomatic()).isFalse();
        assertThat(descriptor.name()).isEqualTo(moduleName(jar));
        assertThat(descriptor.rawVersion()).isPresent();
        assertThat(descriptor.requires())
                .filteredOn(requires -> requires.name().startsWith("io.fletching."))
                .allSatisfy(
                        requires -> assertThat(requires.rawCompiledVersion()).isPresent());
    }

    @ParameterizedTest
    @MethodSource("jars")
    void offersTheSameServicesOnBothPaths(Path jar) throws IOException {
        Map<String, Set<String>> onModulePath = new TreeMap<>();
        descriptor(jar)
                .provides()
                .forEach(service -> onModulePath.put(service.service(), Set.copyOf(service.providers())));
        assertThat(onClassPath(jar)).isEqualTo(onModulePath);
        assertThat(onModulePath.isEmpty())
                .isNotEqualTo(jar.getFileName().toString().contains("-provider-"));
    }

    private static Map<String, Set<String>> onClassPath(Path jar) throws IOException {
        String folder = "META-INF/services/";
        Map<String, Set<String>> services = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (var entry : file.stream()
                    .filter(entry -> entry.getName().startsWith(folder) && !entry.isDirectory())
                    .toList()) {
                String text = new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                Set<String> classes = new HashSet<>();
                text.lines()
                        .map(line -> line.replaceAll("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .forEach(classes::add);
                services.put(entry.getName().substring(folder.length()), classes);
            }
        }
        return services;
    }

    @Test
    void jarThatIsNoModuleIsCaught() throws IOException {
        Path jar = fixture("");
        assertThatThrownBy(() -> isNamedModuleWithVersion(jar)).isInstanceOf(AssertionError.class);
    }

    @Test
    void serviceThatTheClassPathLacksIsCaught() throws IOException {
        Path jar = fixture("provides java.util.function.Supplier with sham.Sham;");
        isNamedModuleWithVersion(jar);
        assertThatThrownBy(() -> offersTheSameServicesOnBothPaths(jar)).isInstanceOf(AssertionError.class);
    }

    /// Packs a provider as `fletching-provider-sham-1.jar`, as a module with these directives or, without any, as none.
    private Path fixture(String directives) throws IOException {
        Path source = Files.writeString(
                folder.resolve("Sham.java"),
                "package sham; public class Sham implements java.util.function.Supplier<Sham> {"
                        + " @Override public Sham get() { return this; } }");
        Path module = Files.writeString(
                folder.resolve("module-info.java"), "module io.fletching.provider.sham { " + directives + " }");
        Path classes = folder.resolve("classes");
        Tool.run("javac", "-d", classes, source, directives.isEmpty() ? source : module);
        Path jar = folder.resolve("fletching-provider-sham-1.jar");
        if (directives.isEmpty()) {
            Tool.run("jar", "--create", "--file", jar, "-C", classes, ".");
        } else {
            Tool.run("jar", "--create", "--file", jar, "--module-version", "1", "-C", classes, ".");
        }
        return jar;
    }
}
