package io.fletching.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.scripts.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The versions that a user imports: every released module, and what ours need beside them.
class BomTest {
    private static final String BOM = "fletching-bom";
    private static final Path POM = Command.ROOT.resolve("modules/bom/pom.xml");
    private static final Pattern MANAGED = Pattern.compile(
            "<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");

    @TempDir
    Path folder;

    /// Group, artifact and version of what the BOM manages.
    private static List<List<String>> managed() throws IOException {
        String pom = Files.readString(POM);
        String managed = pom.substring(pom.indexOf("<dependencyManagement>"), pom.indexOf("</dependencyManagement>"));
        return MANAGED.matcher(managed)
                .results()
                .map(found -> List.of(found.group(1), found.group(2), found.group(3)))
                .toList();
    }

    private static Set<String> released(Path root) throws IOException {
        return ReleasedModule.in(root).stream()
                .map(ReleasedModule::artifact)
                .filter(artifact -> !artifact.equals(BOM))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void hasEveryReleasedModuleAndNoOther() throws IOException {
        Set<String> ours = managed().stream()
                .filter(entry -> entry.getFirst().equals("io.fletching"))
                .map(entry -> entry.get(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(ours)
                .as("io.fletching in " + POM + ", and the modules whose pom does not say 'unreleased'")
                .isEqualTo(released(Command.ROOT));
    }

    @Test
    void managesNothingElseThanArrowOpenBlasAndCodecs() throws IOException {
        assertThat(managed().stream().map(List::getFirst).distinct())
                .containsExactlyInAnyOrder(
                        "io.fletching",
                        "org.apache.arrow",
                        "org.bytedeco",
                        "com.github.luben",
                        "at.yawk.lz4",
                        "org.xerial.snappy");
    }

    /// A parent's versions would be imported as well.
    @Test
    void hasNoParent() throws IOException {
        assertThat(Files.readString(POM)).doesNotContain("<parent>");
    }

    @Test
    void knowsReleasedModulesByTheirPoms() throws IOException {
        Files.writeString(folder.resolve("pom.xml"), "<module>here</module> <module>hidden</module>");
        pom("here", "");
        pom("hidden", "<unreleased>true</unreleased>");
        assertThat(released(folder)).containsExactly("fletching-here");
    }

    private void pom(String name, String more) throws IOException {
        Path module = Files.createDirectories(folder.resolve(name));
        Files.writeString(
                module.resolve("pom.xml"),
                "<modelVersion>4</modelVersion> <parent><artifactId>fletching</artifactId></parent>"
                        + " <artifactId>fletching-" + name + "</artifactId>" + more);
    }
}
