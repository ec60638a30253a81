package io.fletching.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.scripts.Tool;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Javadoc of what users get has neither an error nor a warning. Left out is the group that wants a tag for each
/// parameter and result: it would say the sentence above it again.
class JavadocTest {
    /// Fewer modules than this, and the tool would have been asked about a part of the project.
    private static final int FLOOR = 16;

    /// The tool says this of each module that may use the Vector API, and no option stops it.
    private static final String INCUBATING = "warning: [incubating] using incubating module(s): jdk.incubator.vector";

    @TempDir
    Path folder;

    @Test
    void saysNothing() throws IOException {
        List<ReleasedModule> modules = ReleasedModule.all().stream()
                .filter(module -> Files.isDirectory(module.sources()))
                .toList();
        assertThat(modules).hasSizeGreaterThanOrEqualTo(FLOOR);
        assertThat(complaints(modules)).isEmpty();
    }

    private List<String> complaints(List<ReleasedModule> modules) {
        List<Object> words = new ArrayList<>(List.of("-quiet", "-Xdoclint:all,-missing", "-d", folder.resolve("api")));
        words.addAll(List.of("-Xmaxerrs", 1000, "-Xmaxwarns", 1000, "--module-path", libraries()));
        for (ReleasedModule module : modules) {
            words.addAll(List.of("--module-source-path", module.moduleName() + "=" + module.sources()));
            words.addAll(List.of("--module", module.moduleName()));
        }
        return Tool.run("javadoc", words.toArray())
                .lines()
                .filter(line -> line.contains("warning: ") && !line.equals(INCUBATING))
                .toList();
    }

    /// The jars of others. OpenBLAS's module requires two that are not here.
    private static String libraries() {
        return String.join(
                File.pathSeparator,
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .filter(file -> file.endsWith(".jar") && !file.matches(".*/(fletching|openblas)-[^/]*"))
                        .toList());
    }

    @Test
    void wrongCommentsAreCaught() throws IOException {
        assertThatThrownBy(() -> complaints(List.of(fixture("/// Formula x[i] is no code here."))))
                .hasMessageContaining("reference not found");
        assertThat(complaints(List.of(fixture("/** A <b></b> gap. */"))))
                .singleElement()
                .asString()
                .contains("warning: ");
        assertThat(complaints(List.of(fixture("/// Formula `x[i]` is code.")))).isEmpty();
    }

    private ReleasedModule fixture(String comment) throws IOException {
        var module = new ReleasedModule(folder, "fletching-sham");
        Path place = Files.createDirectories(module.sources().resolve("sham"));
        Files.writeString(
                module.sources().resolve("module-info.java"),
                "/// A module.\nmodule io.fletching.sham { exports sham; }");
        Files.writeString(place.resolve("Sham.java"), "package sham;\n" + comment + "\npublic interface Sham {}\n");
        return module;
    }
}
