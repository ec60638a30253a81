package io.fletching.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The document and the kit have the same rules, in the same order and words.
class DocumentTest {
    private static final Path DOCUMENT = Path.of(System.getProperty("fletching.root"), "docs", "contract.md");
    private static final String RULE = "### ";

    private static List<String> checked() {
        return Stream.of(
                        ProviderRules.ALL,
                        InitializerRules.ALL,
                        NormalizerRules.ALL,
                        OptimizerRules.ALL,
                        ClipperRules.ALL)
                .flatMap(List::stream)
                .map(rule -> rule + (rule.need() == Rule.Need.OPTIONAL ? " (optional)" : ""))
                .toList();
    }

    @Test
    void everyRuleIsDocumentedAndEveryDocumentedRuleIsChecked() throws IOException {
        var documented = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith(RULE))
                .map(line -> line.substring(RULE.length()))
                .toList();
        assertThat(documented).containsExactlyElementsOf(checked());
    }

    @Test
    void everyRuleHasANumberOfItsOwnAndAReason() throws IOException {
        assertThat(checked())
                .map(rule -> rule.substring(0, 6))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[A-Z]{3}-\\d\\d"));
        for (String section : Pattern.compile("\n" + RULE).split(Files.readString(DOCUMENT), -1)) {
            assertThat(section.lines().skip(1).filter(line -> !line.isBlank()))
                    .as(section)
                    .isNotEmpty();
        }
    }
}
