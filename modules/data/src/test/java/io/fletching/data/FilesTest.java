package io.fletching.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Several tables, one below the other.
class FilesTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @TempDir
    private Path path;

    private Folder folder;

    @BeforeEach
    void write() {
        folder = new Folder(path);
        folder.csv("part-2.csv", "town,rooms,price\nBonn,3,30\nUlm,4,40\n");
        folder.csv("part-1.csv", "rooms,town,price\n1,Ulm,10\n2,Bonn,20\n");
    }

    private DataOptions parts() {
        return DataOptions.of(Source.parse(path + "/part-*.csv"))
                .withLabel("price")
                .withStandardize(false);
    }

    @Test
    void areReadInTheOrderOfTheirNamesWithTheirColumnsInAnyOrder() {
        Path whole = folder.csv("whole.csv", "rooms,town,price\n1,Ulm,10\n2,Bonn,20\n3,Bonn,30\n4,Ulm,40\n");
        try (Split split = memory.load(parts());
                Split one = memory.load(parts().withSource(new Source.File(whole)))) {
            assertThat(split.preparation()).isEqualTo(one.preparation());
            assertThat(split.training()
                            .features()
                            .data()
                            .mismatch(one.training().features().data()))
                    .isEqualTo(-1);
            assertThat(split.validation().targets().get(0))
                    .isEqualTo(one.validation().targets().get(0));
        }
    }

    @Test
    void rowsCountWithinTheirFile() {
        folder.csv("part-3.csv", "rooms,town,price\n1,Ulm,10\nmany,Ulm,10\n");
        assertThat(folder.refusal(parts()))
                .isEqualTo("data-not-a-number: 'part-3.csv', row 2 (line 3), column 'rooms' is 'many'; expected a"
                        + " number, because its first value is '1'.");
    }

    @Test
    void differentColumnsAreNamedWithBothFiles() {
        folder.csv("part-3.csv", "rooms,price\n1,10\n");
        assertThat(folder.refusal(parts()))
                .isEqualTo("data-columns: 'part-3.csv' lacks the column 'town' of 'part-1.csv'; expected the columns"
                        + " [rooms, town, price].");
    }

    @Test
    void whatIsNoTableIsRefused() {
        folder.write("part-3.csv", Folder.idx(new byte[4], 1, 2, 2));
        assertThat(folder.refusal(parts()))
                .isEqualTo("data-option: 'part-3.csv' holds images; several files, 'part-*.csv', must be tables. Name"
                        + " one file.");
        assertThatThrownBy(() -> parts().source().withLabels(Path.of("labels")))
                .hasMessageEndingWith(
                        "part-*.csv' are several files, which must be tables; leave out the labels file 'labels'.");
    }

    @Test
    void patternsMatchSomething() {
        assertThatThrownBy(() -> Source.parse(path + "/train-*.csv"))
                .hasMessage("No file matches '" + path + "/train-*.csv'. Correct the pattern.");
        assertThatThrownBy(() -> Source.parse(path + "/none/*.csv"))
                .hasMessage(
                        "No file matches '" + path + "/none/*.csv': its folder '" + path + "/none' cannot be read.");
        assertThatThrownBy(() -> Source.parse(path + "/[a.csv"))
                .hasMessageStartingWith("No file '" + path + "/[a.csv', and as a pattern it is wrong: ");
        Path literal = folder.csv("part-[1].csv", "a,b\n");
        assertThat(Source.parse(literal.toString())).isEqualTo(new Source.File(literal));
    }
}
