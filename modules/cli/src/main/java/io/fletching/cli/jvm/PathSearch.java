package io.fletching.cli.jvm;

import io.fletching.cli.jvm.Machine.Artifact;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/// Looks for libraries on the module path and the class path by what their jars say of themselves, so that those that
/// were packed into another jar are found too.
final class PathSearch {
    private static final String SLF4J = "org.slf4j.spi.SLF4JServiceProvider";
    private static final List<String> ARROW = List.of(
            "arrow-memory-core",
            "arrow-memory-unsafe",
            "arrow-memory-netty",
            "arrow-vector",
            "arrow-format",
            "arrow-c-data",
            "arrow-compression");

    private PathSearch() {}

    static List<Artifact> arrow() {
        var found = new ArrayList<Artifact>();
        for (String name : ARROW) {
            for (URL url : resources("META-INF/maven/org.apache.arrow/" + name + "/pom.properties")) {
                found.add(new Artifact(name, version(url), place(url)));
            }
        }
        return List.copyOf(found);
    }

    /// The classes of SLF4J's providers.
    static List<String> loggers() {
        Stream<String> modules = ModuleLayer.boot().modules().stream()
                .flatMap(module -> module.getDescriptor().provides().stream())
                .filter(provides -> provides.service().equals(SLF4J))
                .flatMap(provides -> provides.providers().stream());
        Stream<String> files = resources("META-INF/services/" + SLF4J).stream()
                .flatMap(url -> text(url).lines())
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty());
        return Stream.concat(modules, files).distinct().sorted().toList();
    }

    private static List<URL> resources(String name) {
        try {
            return Collections.list(ClassLoader.getSystemClassLoader().getResources(name));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String version(URL url) {
        return text(url)
                .lines()
                .filter(line -> line.startsWith("version="))
                .map(line -> line.substring("version=".length()).strip())
                .findFirst()
                .orElse("of unknown version");
    }

    private static String text(URL url) {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// The jar of a resource: `jar:file:/lib/a.jar!/META-INF/…` is in `/lib/a.jar`.
    private static String place(URL url) {
        return url.getPath().replaceFirst("^file:/*", "/").replaceFirst("!/.*", "");
    }
}
