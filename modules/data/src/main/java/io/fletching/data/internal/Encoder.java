package io.fletching.data.internal;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.fletching.data.Preparation;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Writes rows as features and targets, prepared as was learned. The one place that does, so that a row has the same
/// bits wherever it goes.
final class Encoder {
    private final Preparation preparation;
    private final List<Writer> inputs = new ArrayList<>();
    private final Writer target;
    private final long width;

    Encoder(Preparation preparation) {
        this.preparation = preparation;
        width = preparation.width();
        switch (preparation.inputs()) {
            case Preparation.Table(List<Preparation.Column> columns) ->
                columns.forEach(column -> inputs.add(of(column)));
            case Preparation.Pixels pixels ->
                inputs.add(new Pixels(Elements.count(pixels.shape()), shades(pixels.mean(), pixels.deviation())));
        }
        target = switch (preparation.target()) {
            case Preparation.Classes _ -> new Codes();
            case Preparation.Real real ->
                new Numbers(real.name(), List.of(), List.of(new Moments(real.mean(), real.deviation())));
        };
    }

    private Writer of(Preparation.Column column) {
        return switch (column) {
            case Preparation.Numeric numeric ->
                new Numbers(numeric.name(), List.of(), List.of(new Moments(numeric.mean(), numeric.deviation())));
            case Preparation.Vector vector -> {
                List<Moments> moments = new ArrayList<>();
                for (int i = 0; i < vector.means().size(); i++) {
                    moments.add(new Moments(
                            vector.means().get(i), vector.deviations().get(i)));
                }
                yield new Numbers(vector.name(), vector.shape(), moments);
            }
            case Preparation.OneHot oneHot -> new OneHot(oneHot.values().size());
        };
    }

    private float[] shades(double mean, double deviation) {
        float[] shades = new float[256];
        for (int level = 0; level < shades.length; level++) {
            shades[level] = (float) scaled(level / 255.0, new Moments(mean, deviation));
        }
        return shades;
    }

    private double scaled(double value, Moments moments) {
        return preparation.standardized() ? moments.standardize(value) : value;
    }

    /// Writes the features of rows of a block, whose first columns are the inputs.
    ///
    /// @param rows numbers of rows in the block
    /// @param from the first entry of `rows` that is written
    /// @param to F32 `[n, width]`, zero where it is written
    /// @param at the row of `to` that the first becomes
    void features(Decoded block, int[] rows, int from, int count, MemorySegment to, long at) {
        long first = at * width;
        for (int i = 0; i < inputs.size(); i++) {
            Writer writer = inputs.get(i);
            for (int row = 0; row < count; row++) {
                writer.write(block, i, rows[from + row], to, first + row * width);
            }
            first += writer.width();
        }
    }

    /// Writes the targets of rows of a block, whose last column is the label; as in [#features].
    ///
    /// @param to I32 `[n]` or F32 `[n, 1]`
    void targets(Decoded block, int[] rows, int from, int count, MemorySegment to, long at) {
        int label = block.columns().size() - 1;
        for (int row = 0; row < count; row++) {
            target.write(block, label, rows[from + row], to, at + row);
        }
    }

    /// Writes the cells of one column. Features and targets have 4 bytes each.
    private sealed interface Writer {
        int width();

        /// @param at the index of the cell's first feature
        void write(Decoded block, int column, int row, MemorySegment to, long at);
    }

    private record OneHot(int width) implements Writer {
        @Override
        public void write(Decoded block, int column, int row, MemorySegment to, long at) {
            int code = ((Decoded.Codes) block.columns().get(column)).codes()[row];
            if (code != Decoded.Codes.NONE) {
                to.set(JAVA_FLOAT_UNALIGNED, Float.BYTES * (at + code), 1);
            }
        }
    }

    private record Codes() implements Writer {
        @Override
        public int width() {
            return 1;
        }

        @Override
        public void write(Decoded block, int column, int row, MemorySegment to, long at) {
            int code = ((Decoded.Codes) block.columns().get(column)).codes()[row];
            to.set(JAVA_INT_UNALIGNED, Integer.BYTES * at, code);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares or prints it
    private record Pixels(int width, float[] shades) implements Writer {
        @Override
        public void write(Decoded block, int column, int row, MemorySegment to, long at) {
            byte[] levels = ((Decoded.Levels) block.columns().get(column)).levels();
            for (int i = 0; i < width; i++) {
                to.set(JAVA_FLOAT_UNALIGNED, Float.BYTES * (at + i), shades[levels[row * width + i] & 0xff]);
            }
        }
    }

    private final class Numbers implements Writer {
        private final String name;
        private final List<Integer> shape;
        private final Moments[] moments;

        private Numbers(String name, List<Integer> shape, List<Moments> moments) {
            this.name = name;
            this.shape = shape;
            this.moments = moments.toArray(Moments[]::new);
        }

        @Override
        public int width() {
            return moments.length;
        }

        @Override
        public void write(Decoded block, int column, int row, MemorySegment to, long at) {
            double[] values = ((Decoded.Numbers) block.columns().get(column)).values();
            for (int i = 0; i < moments.length; i++) {
                double value = values[row * moments.length + i];
                float feature = (float) scaled(Double.isNaN(value) ? moments[i].mean() : value, moments[i]);
                if (!Float.isFinite(feature)) {
                    throw Fault.data(
                            "data-not-finite",
                            "'" + block.file() + "', row " + (block.firstRow() + row + 1) + ", column '"
                                    + Elements.name(name, shape, i) + "' is " + value
                                    + ", beyond the range of 32-bit numbers. Rescale the column.");
                }
                to.set(JAVA_FLOAT_UNALIGNED, Float.BYTES * (at + i), feature);
            }
        }
    }
}
