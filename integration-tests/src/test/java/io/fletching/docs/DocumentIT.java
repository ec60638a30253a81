package io.fletching.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.distribution.Installation;
import io.fletching.docs.Document.Program;
import io.fletching.scripts.Command;
import io.fletching.scripts.Command.Result;
import io.fletching.scripts.Tool;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every program in the folder `docs` compiles against the packed jars without a warning, and prints what its page
/// says.
class DocumentIT {
    @TempDir
    Path folder;

    static List<Program> programs() throws IOException {
        List<Program> programs = new ArrayList<>();
        try (Stream<Path> pages = Files.list(Command.ROOT.resolve("docs"))) {
            for (Path page : pages.sorted().toList()) {
                programs.addAll(Document.read("docs/" + page.getFileName()).programs());
            }
        }
        assertThat(programs).isNotEmpty();
        return programs;
    }

    @ParameterizedTest
    @MethodSource("programs")
    void printsWhatThePageSays(Program program) throws Exception {
        Result result = run(program);
        assertThat(result.err()).isEqualTo("WARNING: Using incubator modules: jdk.incubator.vector\n");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).isEqualTo(program.output());
    }

    private Result run(Program program) throws Exception {
        Path source = Files.writeString(folder.resolve(program.name() + ".java"), program.source());
        Tool.run("javac", "-Xlint:all,-classfile", "-Werror", "-cp", classPath(), "-d", folder, source);
        return Installation.onClassPath(classPath() + File.pathSeparator + folder, program.name())
                .in(folder)
                .run();
    }

    /// The packed jars, one by one: within a JVM the compiler knows no wildcard.
    private static String classPath() throws IOException {
        try (Stream<Path> jars = Files.list(Installation.JARS)) {
            return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    @Test
    void brokenProgramsAreCaught() throws Exception {
        Program broken = program("void main() { IO.println(Nothing.at(1)); }");
        assertThatThrownBy(() -> run(broken)).hasMessageContaining("cannot find symbol");
        Program silent = program("void main() {}");
        assertThatThrownBy(() -> printsWhatThePageSays(silent)).isInstanceOf(AssertionError.class);
        Document page = Document.of("page", "```java\nvoid main() {}\n```\n");
        assertThatThrownBy(page::programs).hasMessageContaining("page:2");
    }

    private static Program program(String source) {
        return Document.of("page", "# Page\n\n```java\n" + source + "\n```\n\n```text\nsomething\n```\n")
                .programs()
                .getFirst();
    }
}
