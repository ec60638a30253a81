package io.fletching.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.data.Description.Column;
import io.fletching.data.Description.Count;
import io.fletching.data.Description.Kind;
import io.fletching.data.Description.Range;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescribeTest {
    @TempDir
    private Path path;

    private Description describe(String content, String label) {
        return Data.describe(new Source.File(new Folder(path).csv("t.csv", content)), label);
    }

    @Test
    void countsWhatTrainingWouldRefuse() {
        Description description =
                describe("size,town,note,class\n1,Ulm,,10\n,Bonn,,9\ninf,Ulm,,10\nmany,Ulm,,10\n4,,,9\n", "class");
        assertThat(description.rows()).isEqualTo(5);
        assertThat(description.label()).isEqualTo("class");
        assertThat(description.columns())
                .containsExactly(
                        new Column(
                                "size",
                                Kind.NUMERIC,
                                "text",
                                List.of(),
                                1,
                                1,
                                1,
                                List.of(new Range(1, 2.5, 4)),
                                0,
                                List.of()),
                        new Column(
                                "town",
                                Kind.CATEGORICAL,
                                "text",
                                List.of(),
                                1,
                                0,
                                0,
                                List.of(),
                                2,
                                List.of(new Count("Ulm", 3), new Count("Bonn", 1))),
                        new Column("note", Kind.EMPTY, "text", List.of(), 5, 0, 0, List.of(), 0, List.of()),
                        new Column(
                                "class",
                                Kind.NUMERIC,
                                "text",
                                List.of(),
                                0,
                                0,
                                0,
                                List.of(new Range(9, 9.6, 10)),
                                2,
                                List.of(new Count("9", 2), new Count("10", 3))));
    }

    @Test
    void namesTheMostFrequentAndStopsCountingWhereAColumnTellsRowsApart() {
        String rows = IntStream.range(0, 10_001)
                .mapToObj(row -> "id" + row + ",g" + row % 12)
                .collect(Collectors.joining("\n"));
        Description description = describe("id,group\n" + rows, "");
        assertThat(description.columns().get(0).distinct()).isEqualTo(Description.MOST_DISTINCT);
        assertThat(description.columns().get(0).frequent()).isEmpty();
        assertThat(description.columns().get(1).distinct()).isEqualTo(12);
        assertThat(description.columns().get(1).frequent())
                .hasSize(Description.MOST_FREQUENT)
                .startsWith(new Count("g0", 834), new Count("g1", 834));
    }

    @Test
    void imagesAndGeneratedSetsBringTheirLabels() {
        Description glyphs = Data.describe(new Source.Glyphs(25, 0), "");
        assertThat(glyphs.label()).isEqualTo("digit");
        assertThat(glyphs.columns().get(0).kind()).isEqualTo(Kind.IMAGE);
        assertThat(glyphs.columns().get(0).shape()).containsExactly(20, 20);
        assertThat(glyphs.columns().get(1).frequent()).hasSize(10).contains(new Count("4", 3), new Count("5", 2));

        Folder folder = new Folder(path);
        Path images = folder.write("t-images-idx3-ubyte", Folder.idx(new byte[] {0, (byte) 255}, 2, 1, 1));
        Description unlabelled = Data.describe(new Source.File(images), "");
        assertThat(unlabelled.label()).isEmpty();
        assertThat(unlabelled.columns())
                .containsExactly(new Column(
                        "pixel",
                        Kind.IMAGE,
                        "uint8",
                        List.of(1, 1),
                        0,
                        0,
                        0,
                        List.of(new Range(0, 0.5, 1)),
                        0,
                        List.of()));
        folder.write("t-labels-idx1-ubyte", Folder.idx(new byte[] {7, 3}, 2));
        assertThat(Data.describe(new Source.File(images), "").columns().get(1).frequent())
                .containsExactly(new Count("3", 1), new Count("7", 1));
    }

    @Test
    void refusesALabelThatIsNotThere() {
        assertThatThrownBy(() -> describe("size,town\n1,Ulm\n", "twon"))
                .hasMessageEndingWith(
                        "t.csv' has no column 'twon' to predict. Did you mean 'town'? Columns: [size," + " town].");
        assertThatThrownBy(() -> Data.describe(Source.spirals(), "x"))
                .hasMessage("'spirals' brings its labels, 'arm': a label column, 'x', cannot be chosen. Leave it out.");
    }
}
