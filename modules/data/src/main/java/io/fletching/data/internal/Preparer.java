package io.fletching.data.internal;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.fletching.arrow.Memory;
import io.fletching.data.Dataset;
import io.fletching.data.Preparation;
import io.fletching.data.internal.Parts.Part;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Turns raw columns into features and targets.
public record Preparer(Preparation preparation) {

    /// Learns from the training part, and from nothing else, what is to be done.
    public static Preparer fit(Part training, boolean standardize) {
        Examples examples = training.examples();
        Preparation.Inputs inputs = switch (examples.inputs()) {
            case Examples.Columns(List<RawColumn> columns) ->
                new Preparation.Table(
                        columns.stream().map(column -> fit(column, training)).toList());
            case Examples.Grey grey -> fit(grey, training.rows());
        };
        return new Preparer(new Preparation(standardize, inputs, fitTarget(training)));
    }

    private static Preparation.Column fit(RawColumn column, Part training) {
        return switch (column) {
            case RawColumn.Numbers(String name, double[] values) -> {
                Moments moments = moments(name, values, training);
                if (Double.isNaN(moments.mean())) {
                    throw Fault.data(
                            "data-empty-cell",
                            "'" + training.examples().source() + "', column '" + name
                                    + "' has no value in the training rows, so it has no mean. Remove the column.");
                }
                yield new Preparation.Numeric(name, moments.mean(), moments.deviation());
            }
            case RawColumn.Codes codes -> new Preparation.OneHot(codes.name(), codes.values());
        };
    }

    /// Divided by an infinite deviation all values would be 0.
    private static Moments moments(String name, double[] values, Part training) {
        Moments moments = Moments.of(values, training.rows());
        if (Double.isInfinite(moments.deviation())) {
            throw Fault.data(
                    "data-not-finite",
                    "'" + training.examples().source() + "', column '" + name
                            + "' has values too far apart for a deviation of 64 bits. Rescale the column.");
        }
        return moments;
    }

    private static Preparation.Pixels fit(Examples.Grey grey, int[] rows) {
        long[] counts = new long[256];
        int pixels = grey.pixels();
        for (int row : rows) {
            for (int i = 0; i < pixels; i++) {
                counts[grey.levels()[row * pixels + i] & 0xff]++;
            }
        }
        Moments moments = Moments.ofLevels(counts);
        return new Preparation.Pixels(grey.shape(), moments.mean(), moments.deviation());
    }

    private static Preparation.Target fitTarget(Part training) {
        return switch (training.examples().target()) {
            case RawColumn.Numbers(String name, double[] values) -> {
                Moments moments = moments(name, values, training);
                yield new Preparation.Real(name, moments.mean(), moments.deviation());
            }
            case RawColumn.Codes(String name, int[] codes, List<String> values) -> {
                int first = codes[training.rows()[0]];
                for (int row : training.rows()) {
                    if (codes[row] != first) {
                        yield new Preparation.Classes(name, values);
                    }
                }
                throw Fault.data(
                        "data-one-class",
                        "'" + training.examples().source() + "', label '" + name + "' is '" + values.get(first)
                                + "' in "
                                + (training.rows().length == 1
                                        ? "the only training row"
                                        : "all " + training.rows().length + " training rows")
                                + "; expected at least two classes.");
            }
        };
    }

    /// Does to any rows what was learned.
    ///
    /// @param parent gets a region of this name, which the set owns
    public Dataset apply(Part part, Memory parent, String name) {
        Memory memory = parent.child(name);
        try {
            Shape shape = Shape.of(part.rows().length, preparation.width());
            Tensor features = memory.allocate(DType.F32, shape);
            switch (part.examples().inputs()) {
                case Examples.Columns(List<RawColumn> columns) -> writeColumns(columns, part, features);
                case Examples.Grey grey -> writePixels(grey, part.rows(), features.data());
            }
            return new Dataset(memory, features, targets(part, memory), preparation);
        } catch (RuntimeException | Error e) {
            memory.close();
            throw e;
        }
    }

    private void writeColumns(List<RawColumn> columns, Part part, Tensor features) {
        long width = features.shape().rowLength();
        long at = 0;
        for (RawColumn column : columns) {
            switch (column) {
                case RawColumn.Numbers numbers -> {
                    Moments moments = moments(numbers.name());
                    Values values = row -> {
                        double value = numbers.values()[row];
                        return scaled(Double.isNaN(value) ? moments.mean() : value, moments);
                    };
                    writeNumbers(numbers, values, part, features.data(), at, width);
                    at++;
                }
                case RawColumn.Codes codes -> {
                    for (int i = 0; i < part.rows().length; i++) {
                        int code = codes.codes()[part.rows()[i]];
                        features.data().set(JAVA_FLOAT_UNALIGNED, Float.BYTES * (i * width + at + code), 1);
                    }
                    at += codes.values().size();
                }
            }
        }
    }

    private double scaled(double value, Moments moments) {
        return preparation.standardized() ? moments.standardize(value) : value;
    }

    private Moments moments(String column) {
        var table = (Preparation.Table) preparation.inputs();
        for (Preparation.Column candidate : table.columns()) {
            if (candidate instanceof Preparation.Numeric(var name, double mean, double deviation)
                    && name.equals(column)) {
                return new Moments(mean, deviation);
            }
        }
        throw new IllegalStateException("Nothing was learned of column '" + column + "'.");
    }

    private void writePixels(Examples.Grey grey, int[] rows, MemorySegment features) {
        var pixels = (Preparation.Pixels) preparation.inputs();
        Moments moments = new Moments(pixels.mean(), pixels.deviation());
        float[] shades = new float[256];
        for (int level = 0; level < shades.length; level++) {
            shades[level] = (float) scaled(level / 255.0, moments);
        }
        int width = grey.pixels();
        long at = 0;
        for (int row : rows) {
            for (int i = 0; i < width; i++) {
                features.set(JAVA_FLOAT_UNALIGNED, at, shades[grey.levels()[row * width + i] & 0xff]);
                at += Float.BYTES;
            }
        }
    }

    private Tensor targets(Part part, Memory memory) {
        int[] rows = part.rows();
        return switch (part.examples().target()) {
            case RawColumn.Codes column -> {
                Tensor targets = memory.allocate(DType.I32, Shape.of(rows.length));
                for (int i = 0; i < rows.length; i++) {
                    targets.data().set(JAVA_INT_UNALIGNED, (long) Integer.BYTES * i, column.codes()[rows[i]]);
                }
                yield targets;
            }
            case RawColumn.Numbers numbers -> {
                Tensor targets = memory.allocate(DType.F32, Shape.of(rows.length, 1));
                var real = (Preparation.Real) preparation.target();
                Moments moments = new Moments(real.mean(), real.deviation());
                writeNumbers(numbers, row -> scaled(numbers.values()[row], moments), part, targets.data(), 0, 1);
                yield targets;
            }
        };
    }

    /// What is written for a row of the source.
    private interface Values {
        double of(int row);
    }

    private static void writeNumbers(
            RawColumn.Numbers column, Values values, Part part, MemorySegment data, long at, long width) {
        for (int i = 0; i < part.rows().length; i++) {
            int row = part.rows()[i];
            float value = (float) values.of(row);
            if (!Float.isFinite(value)) {
                throw Fault.data(
                        "data-not-finite",
                        "'" + part.examples().source() + "', row " + (row + 1) + ", column '" + column.name() + "' is "
                                + column.values()[row] + ", beyond the range of 32-bit numbers. Rescale the column.");
            }
            data.set(JAVA_FLOAT_UNALIGNED, Float.BYTES * (i * width + at), value);
        }
    }
}
