package io.fletching.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fletching.scripts.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Once there is a release, the build compares the SPI with it.
class LastReleaseTest {
    private static final Pattern RELEASE = Pattern.compile("(?m)^## \\[(\\d+\\.\\d+\\.\\d+)]");

    private static Optional<String> lastRelease(String changelog) {
        return RELEASE.matcher(changelog).results().findFirst().map(release -> release.group(1));
    }

    private static String property(String pom, String name) {
        Pattern element = Pattern.compile("<" + name + ">(.*?)</" + name + ">");
        return element.matcher(pom)
                .results()
                .findFirst()
                .map((MatchResult match) -> match.group(1))
                .orElseThrow();
    }

    private static void assertCompared(String pom, String release) {
        assertThat(property(pom, "fletching.released")).isEqualTo(release);
        assertThat(property(pom, "unreleased.spi")).isEqualTo("false");
    }

    @Test
    void theSpiIsComparedWithIt() throws IOException {
        Optional<String> release = lastRelease(Files.readString(Command.ROOT.resolve("CHANGELOG.md")));
        assumeTrue(release.isPresent(), "There is no release yet: the SPI is compared with none.");
        assertCompared(Files.readString(Command.ROOT.resolve("pom.xml")), release.orElseThrow());
    }

    @Test
    void forgottenComparisonIsCaught() {
        String release = lastRelease("## [Unreleased]\n\n## [0.2.0] - a day\n\n## [0.1.0] - a day\n")
                .orElseThrow();
        String pom = "<fletching.released>%s</fletching.released>\n<unreleased.spi>%s</unreleased.spi>";
        assertCompared(pom.formatted("0.2.0", "false"), release);
        assertThatThrownBy(() -> assertCompared(pom.formatted("0.1.0", "false"), release))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertCompared(pom.formatted("0.2.0", "true"), release))
                .isInstanceOf(AssertionError.class);
    }
}
