package io.fletching.runtime;

import io.fletching.spi.Provider;
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
import java.util.Set;
import java.util.spi.ToolProvider;

/// Provider jars as strangers write them: compiled against the contract alone, packed, and put on a path.
final class ProviderJars {
    private final Path folder;

    ProviderJars(Path folder) {
        this.folder = folder;
    }

    /// A jar with one optimizer `name` in a package and module `module`.
    ///
    /// @param body further members of the class, which replace its `Descriptor` where they declare `DESCRIPTOR`
    Path optimizer(String module, String version, String name, String body) {
        Path root = folder.resolve(module + "-" + version);
        write(root.resolve("src/module-info.java"), """
                module %1$s {
                    requires io.fletching.spi;
                    provides io.fletching.spi.Optimizer with %1$s.Given;
                }
                """.formatted(module));
        write(root.resolve("src/" + module.replace('.', '/') + "/Given.java"), """
                package %s;
                import io.fletching.spi.*;
                public final class Given implements Optimizer {
                    %s
                    @Override public Descriptor descriptor() {
                        return Descriptor.of("%s", "A test", Option.learningRate(0.5));
                    }
                    @Override public Rule bind(Options options) {
                        return new Rule() {
                            @Override public StateLayout layout(Parameter parameter) {
                                return StateLayout.elementwise();
                            }
                            @Override public void step(Tensor parameter, Tensor gradient, State state, Step step) {}
                        };
                    }
                }
                """.formatted(module, body, name));
        write(root.resolve("classes/META-INF/services/io.fletching.spi.Optimizer"), module + ".Given\n");
        run(
                "javac",
                "--release",
                "25",
                "--module-path",
                spi().toString(),
                "--module-version",
                version,
                "-d",
                root.resolve("classes").toString(),
                root.resolve("src/module-info.java").toString(),
                root.resolve("src/" + module.replace('.', '/') + "/Given.java").toString());
        return pack(root);
    }

    /// A jar with nothing but a services file that names a class which does not exist.
    Path broken(String missing) {
        Path root = folder.resolve("broken");
        write(root.resolve("classes/META-INF/services/io.fletching.spi.Optimizer"), missing + "\n");
        return pack(root);
    }

    private static Path pack(Path root) {
        Path jar = root.resolveSibling(root.getFileName() + ".jar");
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

    private static Path spi() {
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

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String tool, String... arguments) {
        var out = new StringWriter();
        var writer = new PrintWriter(out);
        int code = ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments);
        if (code != 0) {
            throw new IllegalStateException(tool + " failed: " + out);
        }
    }
}
