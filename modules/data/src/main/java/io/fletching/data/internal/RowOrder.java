package io.fletching.data.internal;

/// The order in which an epoch visits the rows: a permutation that follows from the seed and the number of the epoch
/// alone, so that a resumed run goes on in the same order. Shuffling allocates nothing that grows with the rows.
///
/// Not for several threads while it shuffles.
public final class RowOrder {
    private final int[] rows;

    /// The rows in order, not yet shuffled.
    public RowOrder(int rows) {
        this.rows = new int[rows];
        reset();
    }

    /// Takes the order of one epoch (Fisher and Yates).
    ///
    /// @param epoch 0 is the first
    public void shuffle(long seed, long epoch) {
        reset();
        Draws draws = new Draws(seed, epoch);
        for (int i = rows.length - 1; i > 0; i--) {
            int j = draws.below(i + 1);
            int row = rows[i];
            rows[i] = rows[j];
            rows[j] = row;
        }
    }

    /// The row that is visited as number `i`.
    public int at(int i) {
        return rows[i];
    }

    public int size() {
        return rows.length;
    }

    private void reset() {
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i;
        }
    }
}
