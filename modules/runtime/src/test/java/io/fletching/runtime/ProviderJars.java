package io.fletching.runtime;

import io.fletching.spi.Provider;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/// Provider jars as strangers write them: compiled against the contract alone, packed, and put on a path.
final class ProviderJars {
    static final String SERVICE = "META-INF/services/io.fletching.spi.Optimizer";

    private final Path folder;

    ProviderJars(Path folder) {
        this.folder = folder;
    }

    /// A jar with one optimizer `name` in a package and module `module`.
    ///
    /// @param body further members of the class, which may hold a `descriptor()` of its own
    Path optimizer(String module, String version, String name, String body) {
        return jar(module + "-" + version + ".jar", version, optimizerFiles(module, name, body));
    }

    /// The files of such a jar.
    static Map<String, String> optimizerFiles(String module, String name, String body) {
        var files = new TreeMap<String, String>();
        files.put("module-info.java", """
                module %1$s {
                    requires io.fletching.spi;
                    provides io.fletching.spi.Optimizer with %1$s.Given;
                }
                """.formatted(module));
        files.put(module.replace('.', '/') + "/Given.java", source(module, "Given", name, body));
        files.put(SERVICE, module + ".Given\n");
        return files;
    }

    /// An optimizer that does nothing.
    static String source(String packageName, String type, String name, String body) {
        String descriptor = """
                @Override public Descriptor descriptor() {
                    return Descriptor.of("%s", "A test", Option.learningRate(0.5));
                }
                """.formatted(name);
        return """
                package %s;
                import io.fletching.spi.*;
                public final class %s implements Optimizer {
                    %s
                    %s
                    @Override public Rule bind(Options options) {
                        return new Rule() {
                            @Override public StateLayout layout(Parameter parameter) {
                                return StateLayout.elementwise();
                            }
                            @Override public void step(Tensor parameter, Tensor gradient, State state, Step step) {}
                        };
                    }
                }
                """.formatted(packageName, type, body, body.contains("descriptor()") ? "" : descriptor);
    }

    /// A jar of these files, those that end in `.java` compiled against the SPI and what else is given.
    Path jar(String file, String version, Map<String, String> files, Path... others) {
        return pack(made(file, version, files, others), folder.resolve(file));
    }

    /// The same before it is packed: a folder with all in its folder `classes`.
    Path made(String file, String version, Map<String, String> files, Path... others) {
        List<Path> path = new ArrayList<>(List.of(others));
        if (path.stream().noneMatch(other -> other.toString().contains("fletching.spi"))) {
            path.add(spi());
        }
        Path root = folder.resolve(".made").resolve(file);
        String modules = path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        List<String> arguments = new ArrayList<>(
                List.of("--release", "25", "-d", root.resolve("classes").toString()));
        arguments.addAll(
                files.containsKey("module-info.java")
                        ? List.of("--module-version", version, "--module-path", modules)
                        : List.of("--class-path", modules));
        boolean sources = false;
        for (var each : files.entrySet()) {
            boolean source = each.getKey().endsWith(".java");
            Path target = root.resolve(source ? "src" : "classes").resolve(each.getKey());
            write(target, each.getValue());
            if (source) {
                sources = true;
                arguments.add(target.toString());
            }
        }
        if (sources) {
            run("javac", arguments.toArray(String[]::new));
        }
        return root;
    }

    /// A jar with nothing but a services file that names a class which does not exist.
    Path broken(String missing) {
        return jar("broken.jar", "1", Map.of(SERVICE, missing + "\n"));
    }

    static Path pack(Path root, Path jar) {
        run(
                "jar",
                "--create",
                "--file",
                jar.toString(),
                "-C",
                root.resolve("classes").toString(),
                ".");
        return jar;
    }

    static URLClassLoader classPath(Path... jars) {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            try {
                urls.add(jar.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), Provider.class.getClassLoader());
    }

    static ClassLoader modulePath(Path jar, String module) {
        Configuration configuration =
                ModuleLayer.boot().configuration().resolve(ModuleFinder.of(jar), ModuleFinder.of(), Set.of(module));
        return ModuleLayer.boot()
                .defineModulesWithOneLoader(configuration, Provider.class.getClassLoader())
                .findLoader(module);
    }

    /// Writes the files of the SPI into a folder.
    void unpackSpi(Path target) throws IOException {
        try (var reader =
                ModuleFinder.of(spi()).find("io.fletching.spi").orElseThrow().open()) {
            for (String name : reader.list().filter(name -> !name.endsWith("/")).toList()) {
                Path file = target.resolve(name);
                Files.createDirectories(file.getParent());
                Files.write(file, reader.open(name).orElseThrow().readAllBytes());
            }
        }
    }

    static Path spi() {
        return Path.of(Provider.class
                .getModule()
                .getLayer()
                .configuration()
                .findModule("io.fletching.spi")
                .orElseThrow()
                .reference()
                .location()
                .orElseThrow());
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void run(String tool, String... arguments) {
        var out = new StringWriter();
        var writer = new PrintWriter(out);
        int code = ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments);
        if (code != 0) {
            throw new IllegalStateException(tool + " failed: " + out);
        }
    }
}
