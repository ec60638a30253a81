package io.fletching.data.internal;

import io.fletching.data.Validation;
import java.util.BitSet;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/// Which rows of a source validate.
///
/// @param rows how many there are
/// @param validation how many of them validate
/// @param cursor makes a predicate that is asked for each row, in order, from the first on
record Division(long rows, long validation, Supplier<LongPredicate> cursor) {
    /// The split has a permutation of its own; epochs count from 0.
    private static final long SPLIT = -1;

    /// A permutation takes 4 bytes a row; above this many another way is taken, which takes none.
    static final long MOST_SHUFFLED = 1L << 23;

    /// All rows train.
    static Division none(long rows) {
        return new Division(rows, 0, () -> _ -> false);
    }

    /// @param source what messages call the source
    static Division of(String source, long rows, Validation validation, long seed) {
        if (rows < 2) {
            throw Fault.data(
                    "data-too-few-rows",
                    "'" + source + "' has one row; expected at least two, one of them to validate.");
        }
        return switch (validation) {
            case Validation.Fraction(double value) -> {
                long kept = Math.clamp(Math.round(rows * value), 1L, rows - 1);
                yield new Division(
                        rows, kept, rows <= MOST_SHUFFLED ? shuffled((int) rows, kept, seed) : drawn(rows, kept, seed));
            }
            case Validation.Last(long count) -> {
                if (count >= rows) {
                    throw Fault.user(
                            "data-validation",
                            "The validation rows are 'last:" + count + "', but '" + source + "' has " + rows
                                    + " rows; expected at most " + (rows - 1) + ".");
                }
                yield new Division(rows, count, () -> row -> row >= rows - count);
            }
            case Validation.File(var path) -> throw new IllegalArgumentException(path + " is no division.");
        };
    }

    /// The first rows of a permutation.
    private static Supplier<LongPredicate> shuffled(int rows, long kept, long seed) {
        RowOrder order = new RowOrder(rows);
        order.shuffle(seed, SPLIT);
        BitSet chosen = new BitSet(rows);
        for (int i = 0; i < kept; i++) {
            chosen.set(order.at(i));
        }
        return () -> row -> chosen.get((int) row);
    }

    /// Selection sampling (Fan, Muller and Rezucha, 1962): each row is taken with the chance that the rows still wanted
    /// have among the rows still to come, so that exactly as many are taken as are wanted.
    static Supplier<LongPredicate> drawn(long rows, long kept, long seed) {
        return () -> {
            Draws draws = new Draws(seed, SPLIT);
            long[] wanted = {kept};
            return row -> {
                boolean taken = draws.below(rows - row) < wanted[0];
                wanted[0] -= taken ? 1 : 0;
                return taken;
            };
        };
    }

    long training() {
        return rows - validation;
    }
}
