package io.fletching.data.internal;

import io.fletching.data.DataOptions;
import io.fletching.data.Preparation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Learns from the training rows, and from nothing else, how rows are prepared.
final class Fitting {
    /// How many numbers are held to be summed, of all columns together.
    private static final int HELD = 1 << 22;

    private static final int MOST_HELD = 4_096;
    private static final int LEAST_HELD = 16;

    private final Part training;

    private Fitting(Part training) {
        this.training = training;
    }

    /// @param training its columns are the inputs and, as the last, the label
    static Preparation fit(Part training, DataOptions options) {
        var fitting = new Fitting(training);
        List<Column> columns = training.survey().columns();
        int block = block(columns);
        List<Learner> learners =
                columns.stream().map(column -> learner(column, block)).toList();
        training.scan((decoded, rows, count) -> {
            for (int i = 0; i < learners.size(); i++) {
                learners.get(i).see(decoded.columns().get(i), rows, count);
            }
        });
        int inputs = columns.size() - 1;
        return new Preparation(
                options.standardize(),
                options.missing(),
                fitting.inputs(columns.subList(0, inputs), learners),
                fitting.target(columns.getLast(), learners.getLast()));
    }

    /// A function of the columns alone, as their moments depend on it.
    private static int block(List<Column> columns) {
        int numbers = columns.stream()
                .mapToInt(column -> column instanceof Column.Numbers number ? Elements.count(number.shape()) : 0)
                .reduce(0, Math::addExact);
        return Math.clamp(HELD / Math.max(1, numbers), LEAST_HELD, MOST_HELD);
    }

    /// What is learned of one column.
    private sealed interface Learner {
        /// Takes some rows of a block.
        void see(Decoded.Values values, int[] rows, int count);
    }

    private static Learner learner(Column column, int block) {
        return switch (column) {
            case Column.Numbers numbers ->
                new NumberLearner(Stream.generate(() -> new Moments.Sums(block))
                        .limit(Elements.count(numbers.shape()))
                        .toArray(Moments.Sums[]::new));
            case Column.Levels levels -> new LevelLearner(new long[256], Elements.count(levels.shape()));
            case Column.Categories categories ->
                new CategoryLearner(new long[categories.values().size()]);
        };
    }

    @SuppressWarnings("ArrayRecordComponent") // nobody compares or prints it
    private record NumberLearner(Moments.Sums[] sums) implements Learner {
        @Override
        public void see(Decoded.Values values, int[] rows, int count) {
            double[] numbers = ((Decoded.Numbers) values).values();
            for (int i = 0; i < count; i++) {
                int at = rows[i] * sums.length;
                for (int element = 0; element < sums.length; element++) {
                    sums[element].add(numbers[at + element]);
                }
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record LevelLearner(long[] counts, int pixels) implements Learner {
        @Override
        public void see(Decoded.Values values, int[] rows, int count) {
            byte[] levels = ((Decoded.Levels) values).levels();
            for (int i = 0; i < count; i++) {
                int at = rows[i] * pixels;
                for (int pixel = 0; pixel < pixels; pixel++) {
                    counts[levels[at + pixel] & 0xff]++;
                }
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record CategoryLearner(long[] counts) implements Learner {
        @Override
        public void see(Decoded.Values values, int[] rows, int count) {
            int[] codes = ((Decoded.Codes) values).codes();
            for (int i = 0; i < count; i++) {
                counts[codes[rows[i]]]++;
            }
        }
    }

    private Preparation.Inputs inputs(List<Column> columns, List<Learner> learners) {
        if (columns.getFirst() instanceof Column.Levels levels) {
            Moments moments = Moments.ofLevels(((LevelLearner) learners.getFirst()).counts());
            return new Preparation.Pixels(levels.shape(), moments.mean(), moments.deviation());
        }
        List<Preparation.Column> prepared = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            prepared.add(column(columns.get(i), learners.get(i)));
        }
        return new Preparation.Table(prepared);
    }

    private Preparation.Column column(Column column, Learner learner) {
        return switch (column) {
            case Column.Numbers(String name, List<Integer> shape) -> {
                List<Moments> moments = moments(name, shape, (NumberLearner) learner);
                yield shape.isEmpty()
                        ? new Preparation.Numeric(
                                name,
                                moments.getFirst().mean(),
                                moments.getFirst().deviation())
                        : new Preparation.Vector(
                                name,
                                shape,
                                moments.stream().map(Moments::mean).toList(),
                                moments.stream().map(Moments::deviation).toList());
            }
            case Column.Categories(String name, List<String> values) -> new Preparation.OneHot(name, values);
            case Column.Levels levels ->
                throw new IllegalStateException("Column '" + levels.name() + "' of images is not alone.");
        };
    }

    private Preparation.Target target(Column label, Learner learner) {
        return switch (label) {
            case Column.Numbers(String name, List<Integer> shape) -> {
                Moments moments = moments(name, shape, (NumberLearner) learner).getFirst();
                yield new Preparation.Real(name, moments.mean(), moments.deviation());
            }
            case Column.Categories(String name, List<String> values) -> {
                requireTwoClasses(name, values, ((CategoryLearner) learner).counts());
                yield new Preparation.Classes(name, values);
            }
            case Column.Levels levels ->
                throw new IllegalStateException("Images, '" + levels.name() + "', are no label.");
        };
    }

    private List<Moments> moments(String name, List<Integer> shape, NumberLearner learner) {
        List<Moments> all = new ArrayList<>();
        for (int element = 0; element < learner.sums().length; element++) {
            Moments moments = learner.sums()[element].moments();
            String place = "'" + training.survey().source() + "', column '" + Elements.name(name, shape, element) + "'";
            if (Double.isNaN(moments.mean())) {
                throw Fault.data(
                        "data-empty-cell",
                        place + " has no value in the training rows, so it has no mean. Remove the column.");
            }
            // Divided by an infinite deviation all values would be 0.
            if (!Double.isFinite(moments.deviation())) {
                throw Fault.data(
                        "data-not-finite",
                        place + " has values too far apart for a deviation of 64 bits. Rescale the column.");
            }
            all.add(moments);
        }
        return all;
    }

    private void requireTwoClasses(String name, List<String> values, long[] counts) {
        int[] seen = IntStream.range(0, counts.length)
                .filter(code -> counts[code] > 0)
                .toArray();
        if (seen.length == 1) {
            throw Fault.data(
                    "data-one-class",
                    "'" + training.survey().source() + "', label '" + name + "' is '" + values.get(seen[0]) + "' in "
                            + (training.rows() == 1
                                    ? "the only training row"
                                    : "all " + training.rows() + " training rows")
                            + "; expected at least two classes.");
        }
    }
}
