package io.fletching.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Finds fake JDKs in a machine of its own: the usual folders stand under a temporary one.
class FindJdkTest {
    @TempDir
    Path machine;

    private Path script;
    private Path programs;

    @BeforeEach
    void moveUsualFolders() throws IOException {
        String text = Files.readString(Command.ROOT.resolve("build/find-jdk.sh"));
        String moved = text.replaceAll("(?m)^( +)(/(usr|opt|Library)/)", "$1" + machine + "$2");
        assertThat(moved).isNotEqualTo(text);
        script = Files.writeString(machine.resolve("find-jdk.sh"), moved);
        programs = Command.programs(machine.resolve("programs"), "sh", "sed", "readlink");
    }

    private Command find() {
        return new Command("sh", "-c", ". \"$0\"; printf %s \"$JAVA_HOME\"", script)
                .environment("PATH", programs)
                .environment("HOME", machine.resolve("home of someone"));
    }

    private Path jdk(String folder, String version) throws IOException {
        Path home = machine.resolve(folder);
        Command.script(home.resolve("bin/java"));
        Command.script(home.resolve("bin/javac"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Someone\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private void assertFound(Path expected, Command find) throws Exception {
        assertThat(find.run()).isEqualTo(new Command.Result(0, expected.toString(), ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"25.0.3", "25.0.3.1", "25.0.4", "25.0.10", "25.0.22", "25.1.0"})
    void takesJdk25From3On(String version) throws Exception {
        Path home = jdk("usr/lib/jvm/one", version);
        assertFound(home, find());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"25", "25.0.0", "25.0.1", "25.0.2", "25.0.2.1", "17.0.15", "1.8.0_402", "26", "26.0.3", "250.0.3"
            })
    void refusesEveryOther(String version) throws Exception {
        Path home = jdk("usr/lib/jvm/one", version);
        Command.Result result = find().environment("JAVA_HOME", home).run();
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .hasLineCount(1)
                .contains("no JDK 25 (25.0.3 or newer)", "install one", "set JAVA_HOME");
    }

    @Test
    void refusesRunTimeWithoutCompiler() throws Exception {
        Files.delete(jdk("usr/lib/jvm/one", "25.0.3").resolve("bin/javac"));
        assertThat(find().run().exitCode()).isEqualTo(2);
    }

    @Test
    void javaHomeComesFirst() throws Exception {
        jdk("usr/lib/jvm/one", "25.0.3");
        Path home = jdk("a folder", "25.0.4");
        assertFound(home, find().environment("JAVA_HOME", home));
    }

    @Test
    void javaHomeOfAnotherVersionIsPassedOver() throws Exception {
        Path home = jdk("usr/lib/jvm/one", "25.0.3");
        assertFound(home, find().environment("JAVA_HOME", jdk("old", "17.0.15")));
    }

    @Test
    void pathComesBeforeUsualFoldersAndLinksAreFollowed() throws Exception {
        jdk("usr/lib/jvm/one", "25.0.3");
        Path home = jdk("elsewhere/jdk", "25.0.4");
        Files.createSymbolicLink(programs.resolve("java"), home.resolve("bin/java"));
        assertFound(home.toRealPath(), find());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opt/jdk-25",
                "Library/Java/JavaVirtualMachines/jdk-25/Contents/Home",
                "home of someone/.sdkman/candidates/java/25.0.3-tem",
                "home of someone/.jdks/temurin-25"
            })
    void looksInUsualFolders(String folder) throws Exception {
        jdk("usr/lib/jvm/old", "17.0.15");
        Path home = jdk(folder, "25.0.3");
        assertFound(home, find());
    }
}
