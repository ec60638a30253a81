package io.fletching.data.internal;

import io.fletching.data.Validation;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Which rows train and which validate.
public record Parts(Part training, Part validation) {
    /// The split has a permutation of its own; epochs count from 0.
    private static final long SPLIT = -1;

    /// Some rows of a source, in the order of the source.
    @SuppressWarnings("ArrayRecordComponent") // an array that nobody compares or prints
    public record Part(Examples examples, int[] rows) {
        static Part all(Examples examples) {
            return new Part(examples, IntStream.range(0, examples.rows()).toArray());
        }
    }

    /// All rows of one source train, all rows of another validate.
    public static Parts of(Examples training, Examples validation) {
        return new Parts(Part.all(training), Part.all(validation));
    }

    /// Divides one source.
    public static Parts of(Examples all, Validation validation, long seed) {
        int rows = all.rows();
        if (rows < 2) {
            throw Fault.data(
                    "data-too-few-rows",
                    "'" + all.source() + "' has one row; expected at least two, one of them to validate.");
        }
        int[] order = IntStream.range(0, rows).toArray();
        int kept = switch (validation) {
            case Validation.Fraction(double value) -> {
                RowOrder drawn = new RowOrder(rows);
                drawn.shuffle(seed, SPLIT);
                Arrays.setAll(order, i -> drawn.at(rows - 1 - i));
                yield Math.clamp(Math.round(rows * value), 1, rows - 1);
            }
            case Validation.Last(long count) -> {
                if (count >= rows) {
                    throw Fault.user(
                            "data-validation",
                            "The validation rows are 'last:" + count + "', but '" + all.source() + "' has " + rows
                                    + " rows; expected at most " + (rows - 1) + ".");
                }
                yield (int) count;
            }
            case Validation.File(var path) -> throw new IllegalArgumentException(path + " is no division.");
        };
        return new Parts(
                new Part(all, sorted(Arrays.copyOfRange(order, 0, rows - kept))),
                new Part(all, sorted(Arrays.copyOfRange(order, rows - kept, rows))));
    }

    private static int[] sorted(int[] rows) {
        Arrays.sort(rows);
        return rows;
    }
}
