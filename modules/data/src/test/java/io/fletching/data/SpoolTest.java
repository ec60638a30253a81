package io.fletching.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.arrow.Memory;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Rows that need more memory than they may have lie in temporary files, with the bits that they have in memory.
class SpoolTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @TempDir
    private static Path tables;

    @TempDir
    private Path temporary;

    private static Path homes;

    @BeforeEach
    void write() {
        StringBuilder content = new StringBuilder("rooms,town,garden,price\n");
        for (int row = 0; row < 30_000; row++) {
            content.append(row % 7 == 3 ? "" : String.valueOf(0.1 * row))
                    .append(List.of(",Ulm,", ",Bonn,", ",Aachen,").get(row % 3))
                    .append(row * 31L % 1_009)
                    .append(',')
                    .append(row * 17L % 977)
                    .append('\n');
        }
        homes = new Folder(tables).csv("homes.csv", content.toString());
    }

    private static DataOptions homes() {
        return DataOptions.of(new Source.File(homes)).withLabel("price").withMissing(Missing.MEAN);
    }

    static Stream<DataOptions> sources() {
        return Stream.of(
                DataOptions.of(new Source.Glyphs(700, 3)),
                DataOptions.of(new Source.Spirals(20_000, 3, 0.02, 1)).withSeed(7),
                DataOptions.of(new Source.File(Path.of("homes"))).withValidation(new Validation.Fraction(0.3)),
                DataOptions.of(new Source.File(Path.of("homes"))).withValidation(new Validation.Last(1_234)));
    }

    /// A table of this test where the source says only that it is one.
    private static DataOptions resolved(DataOptions options) {
        return options.source() instanceof Source.File ? homes().withValidation(options.validation()) : options;
    }

    @ParameterizedTest
    @MethodSource("sources")
    void holdsTheBytesThatMemoryWouldHold(DataOptions source) {
        DataOptions options = resolved(source).withTemporary(temporary);
        try (Split split = memory.load(options);
                RowSplit spooled = Data.open(options.withBudget(5_000), memory.memory());
                RowSplit kept = Data.open(options, memory.memory())) {
            assertThat(spooled.training()).isNotInstanceOf(Dataset.class);
            assertThat(kept.training()).isInstanceOf(Dataset.class);
            assertThat(spooled.preparation()).isEqualTo(split.preparation());
            for (RowSplit either : List.of(spooled, kept)) {
                requireSame(split.training(), either.training());
                requireSame(split.validation(), either.validation());
            }
        }
    }

    /// In pieces, and behind rows that stay.
    private void requireSame(Dataset expected, Rows rows) {
        assertThat(rows.rows()).isEqualTo(expected.rows());
        assertThat(rows.width()).isEqualTo(expected.width());
        long count = expected.rows();
        try (Memory lent = memory.memory().child("read")) {
            Tensor features = lent.allocate(DType.F32, Shape.of(count + 1, rows.width()));
            Tensor targets = lent.allocate(expected.targets().dtype(), Shape.of(count + 1));
            for (long at = 0; at < count; at += 1_000) {
                rows.read(at, Math.min(1_000, count - at), features, targets, at + 1);
            }
            assertThat(features.rows(1, count)
                            .data()
                            .mismatch(expected.features().data()))
                    .isEqualTo(-1);
            assertThat(targets.slice(1, count)
                            .data()
                            .mismatch(expected.targets().data()))
                    .isEqualTo(-1);
            assertThat(targets.get(0)).isZero();
            assertThatThrownBy(() -> rows.read(count, 1, features, targets, 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    /// The files have no name while they are open, so that nothing is left of a process that was killed.
    @Test
    void leavesNoFile() throws IOException {
        DataOptions options = homes().withBudget(5_000).withTemporary(temporary);
        try (RowSplit spooled = Data.open(options, memory.memory())) {
            assertThat(spooled.training().rows()).isEqualTo(24_000);
            assertThat(temporary).isEmptyDirectory();
        }
        // The second file fails, where the first is written already.
        Path other = new Folder(tables).csv("other.csv", "rooms,town,garden,price\n1,Ulm,1,1e60\n");
        assertThatThrownBy(() -> Data.open(options.withValidation(new Validation.File(other)), memory.memory()))
                .hasMessageContaining("beyond the range of 32-bit numbers");
        assertThat(temporary).isEmptyDirectory();
        assertThat(Files.exists(homes)).isTrue();
    }

    @Test
    void saysInOneLineThatTheFilesCannotBeWritten() {
        Path folder = temporary.resolve("none");
        DataOptions options = homes().withBudget(5_000).withTemporary(folder);
        assertThatThrownBy(() -> Data.open(options, memory.memory()))
                .isInstanceOf(FletchingException.class)
                .hasMessage("The prepared rows need 576000 bytes in the folder of temporary files, '" + folder
                        + "', and cannot be written there: it does not exist. Free space, choose another"
                        + " folder with the system property java.io.tmpdir, or allow more memory.");
    }

    @Test
    void aBudgetIsAtLeastOneByte() {
        assertThatThrownBy(() -> homes().withBudget(0))
                .hasMessage("The memory for data is '0' bytes; expected at least 1.");
    }
}
