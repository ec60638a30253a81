package io.fletching.embedding;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fletching.scripts.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A run-time image by `jlink`, as docs/embedding.md describes it.
final class Image {
    private static final String OPTIONS = "--add-modules=org.apache.arrow.memory.unsafe,jdk.incubator.vector"
            + " --add-opens=java.base/java.nio=org.apache.arrow.memory.core"
            + " --enable-native-access=io.fletching.arrow,io.fletching.linalg"
            + " --sun-misc-unsafe-memory-access=allow";

    private Image() {}

    /// Links the host, the library with all its providers, and Arrow's memory; the test is skipped where this JDK
    /// has no `jlink`.
    static Path of(Path host, Path folder) throws IOException {
        assumeTrue(ToolProvider.findFirst("jlink").isPresent(), "This JDK has no jlink: no image was tried.");
        Path modules = Files.createDirectories(folder.resolve("modules"));
        for (Path jar :
                Stream.concat(Packed.library().stream(), Stream.of(host)).toList()) {
            Files.copy(jar, modules.resolve(Packed.name(jar)));
        }
        // Automatic modules cannot be linked. These two are required; the codecs are automatic too, and are not.
        describe("flatbuffers.java", modules, folder);
        describe("dev.hardwood.core", modules, folder);
        Path image = folder.resolve("image");
        Tool.run(
                "jlink",
                "-p",
                modules,
                "--add-modules",
                "com.acme.host,org.apache.arrow.memory.unsafe,jdk.incubator.vector," + providers(modules),
                "--add-options=" + OPTIONS,
                "--output",
                image);
        return image;
    }

    /// No module requires a provider, so each is named.
    private static String providers(Path modules) {
        return ModuleFinder.of(modules).findAll().stream()
                .map(ModuleReference::descriptor)
                .map(ModuleDescriptor::name)
                .filter(name -> name.startsWith("io.fletching.provider."))
                .collect(Collectors.joining(","));
    }

    /// Gives an automatic module a descriptor.
    private static void describe(String module, Path modules, Path folder) throws IOException {
        Path jar = Path.of(ModuleFinder.of(modules)
                .find(module)
                .flatMap(ModuleReference::location)
                .orElseThrow());
        Path generated = folder.resolve("described");
        Tool.run("jdeps", "--ignore-missing-deps", "--multi-release", "base", "--generate-module-info", generated, jar);
        Path source = only(generated.resolve(module), "module-info.java");
        Path classes = folder.resolve("described-" + module);
        Tool.run("javac", "-p", modules, "-d", classes, "--patch-module", module + "=" + jar, source);
        Tool.run("jar", "--update", "--file", jar, "-C", classes, "module-info.class");
    }

    private static Path only(Path folder, String name) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> found = files.filter(file -> file.endsWith(name)).toList();
            if (found.size() != 1) {
                throw new IllegalStateException("Expected one " + name + " in " + folder + ", found " + found + ".");
            }
            return found.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
