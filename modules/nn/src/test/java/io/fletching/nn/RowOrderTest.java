package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowOrderTest extends SmallTraining {

    /// The rows of an epoch in their order.
    private List<Long> epoch(RowSource source, int batch, int window, long seed, int... epochs) {
        var rows = new ArrayList<Long>();
        try (Model model = model(recipe().depth(1));
                var workspace = new Workspace(model, batch, true)) {
            Training training = training(model).window(window).seed(seed);
            var order = new RowOrder(source, training, batch, workspace);
            Tensor targets = workspace.memory().allocate(DType.I32, Shape.of(batch));
            for (int epoch : epochs) {
                rows.clear();
                order.start(epoch);
                for (long at = 0; at + batch <= source.rows(); at += batch) {
                    order.reach(at);
                    for (int row = 0; row < batch; row++) {
                        order.copy(at + row, workspace.input(), targets, row);
                        rows.add((long) workspace.input().get((long) row * INPUTS));
                        assertThat(targets.get(row)).isEqualTo((double) (rows.getLast() % CLASSES));
                    }
                }
            }
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 50, 1000",
        "1003, 50, 5000",
        "1000, 50, 300",
        "1000, 50, 330",
        "9001, 64, 1000",
        "1001, 50, 77",
        "1001, 50, 1",
        "100, 100, 1",
        "200000, 128, 70000"
    })
    void everyRowComesOnceAnEpoch(long rows, int batch, int window) {
        List<Long> first = epoch(new FakeRows(rows, INPUTS, 1), batch, window, 0, 1);
        assertThat(new HashSet<>(first)).hasSize((int) (rows / batch * batch)).allMatch(row -> row < rows);
        List<Long> third = epoch(new FakeRows(rows, INPUTS, 1), batch, window, 0, 1, 2, 3);
        assertThat(third).hasSameSizeAs(first).isNotEqualTo(first);
        assertThat(new HashSet<>(third)).hasSameSizeAs(first);
        assertThat(epoch(new FakeRows(rows, INPUTS, 1), batch, window, 0, 3))
                .as("an epoch knows nothing of those before")
                .isEqualTo(third);
        assertThat(epoch(new FakeRows(rows, INPUTS, 1), batch, window, 1, 3)).isNotEqualTo(third);
    }

    @Test
    void rowsThatFitAreReadOnce() {
        var source = new FakeRows(1000, INPUTS, 1);
        epoch(source, 50, 1000, 0, 1, 2, 3);
        assertThat(source.reads).isEqualTo(1);
        assertThat(source.rowsRead).isEqualTo(1000);
    }

    @Test
    void otherwiseAWindowIsReadInRuns() {
        var source = new FakeRows(200_000, INPUTS, 1);
        List<Long> rows = epoch(source, 100, 70_000, 0, 1);
        assertThat(source.longestRead).isEqualTo(1024);
        assertThat(source.reads).isBetween(196L, 200L);
        assertThat(source.rowsRead).isEqualTo(200_000);
        List<Long> window = rows.subList(0, 70_000);
        assertThat(window.stream().map(row -> row / 1024).distinct().count())
                .as("runs in the first window, from all over the source")
                .isBetween(69L, 70L);
        assertThat(window.stream().filter(row -> row >= 100_000).count()).isBetween(15_000L, 55_000L);
        long neighbours = LongStream.range(1, 70_000)
                .filter(i -> rows.get((int) i) == rows.get((int) i - 1) + 1)
                .count();
        assertThat(neighbours).as("rows of a window are shuffled").isLessThan(10);
    }

    @Test
    void aSmallWindowMixesAsManyRuns() {
        var source = new FakeRows(10_000, INPUTS, 1);
        epoch(source, 64, 640, 0, 1);
        assertThat(source.longestRead).isEqualTo(10);
    }
}
