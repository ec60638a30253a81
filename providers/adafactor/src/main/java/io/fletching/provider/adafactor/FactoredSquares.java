package io.fletching.provider.adafactor;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import io.fletching.kernels.Kernels;
import io.fletching.spi.DType;
import io.fletching.spi.State;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A mean of squares for each row and for each column, whose product over their common mean stands for the square of
/// each element.
record FactoredSquares(Bounds bounds) {
    static final StateSlot ROWS = StateSlot.perRow("row-mean-square");
    static final StateSlot COLUMNS = StateSlot.fixed("column-mean-square");

    /// A part's sums of squares by column.
    static final StateSlot SUMS = StateSlot.perChunk("column-squares");

    /// The mean of [#ROWS].
    static final StateSlot MEAN = StateSlot.fixed("mean").as(DType.F64).life(StateSlot.Life.SCRATCH);

    private static final ValueLayout.OfFloat F32 = JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble F64 = JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// A part's rows, and its share in the columns.
    void measure(Tensor gradient, State state, Step step) {
        var kernels = Kernels.f32();
        var g = gradient.data();
        var rows = state.get(ROWS);
        long width = gradient.shape().rowLength();
        double fresh = step.scalar(Scaling.FRESH);
        double scale = step.gradientScale() * step.gradientScale();
        for (long row = 0; row < rows.size(); row++) {
            double mean = scale * kernels.sumOfSquares(g, row * width, width) / width + bounds.added();
            float old = rows.data().get(F32, row * Float.BYTES);
            rows.data().set(F32, row * Float.BYTES, (float) ((1 - fresh) * old + fresh * mean));
        }
        kernels.columnDots(g, 0, g, 0, rows.size(), width, state.get(SUMS).data(), 0);
    }

    /// The columns, and the mean over all.
    void combine(long rows, State state, Step step) {
        var columns = state.get(COLUMNS);
        var sums = state.get(SUMS);
        long width = columns.size();
        var kernels = Kernels.f64();
        for (long part = 1; part < sums.shape().dim(0); part++) {
            kernels.add(sums.data(), 0, sums.data(), part * width, sums.data(), 0, width);
        }
        double fresh = step.scalar(Scaling.FRESH);
        double scale = fresh * step.gradientScale() * step.gradientScale() / rows;
        for (long column = 0; column < width; column++) {
            double square = scale * sums.data().get(F64, column * Double.BYTES) + fresh * bounds.added();
            float old = columns.data().get(F32, column * Float.BYTES);
            columns.data().set(F32, column * Float.BYTES, (float) ((1 - fresh) * old + square));
        }
        double mean = Kernels.f32().sum(state.get(ROWS).data(), 0, rows) / rows;
        state.get(MEAN).set(0, Math.max(mean, bounds.leastMean()));
    }

    /// The update of a part, row by row: g / √(R C / mean).
    void update(Tensor gradient, Tensor update, State state, Step step) {
        var kernels = Kernels.f32();
        var g = gradient.data();
        var u = update.data();
        var rows = state.get(ROWS);
        var columns = state.get(COLUMNS).data();
        double mean = state.get(MEAN).get(0);
        long width = gradient.shape().rowLength();
        for (long row = 0; row < rows.size(); row++) {
            long at = row * width;
            kernels.scale(columns, 0, u, at, width, rows.data().get(F32, row * Float.BYTES) / mean);
            kernels.clamp(u, at, u, at, width, bounds.leastSquare(), Double.POSITIVE_INFINITY);
            kernels.inverseRoots(u, at, u, at, width, 0);
            kernels.multiply(u, at, g, at, u, at, width);
        }
        kernels.scale(u, 0, u, 0, update.size(), step.gradientScale());
    }
}
