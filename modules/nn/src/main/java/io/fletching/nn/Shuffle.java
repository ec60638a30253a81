package io.fletching.nn;

import io.fletching.kernels.Philox;

/// The order of rows in each epoch: a permutation that follows from the seed and the epoch alone.
final class Shuffle {
    private final int[] order;
    private final long key;

    Shuffle(long rows, long seed) {
        this.order = new int[Math.toIntExact(rows)];
        this.key = Philox.key(seed, "shuffle");
    }

    /// Draws the order of an epoch, counted from 1; no other epoch has to have been drawn before.
    void draw(int epoch) {
        for (int i = 0; i < order.length; i++) {
            int j = (int) (uniform(i, epoch) * (i + 1));
            order[i] = order[j];
            order[j] = i;
        }
    }

    /// Two draws for the bits of one, since a single one has 24.
    private double uniform(int index, int epoch) {
        return Philox.uniform(key, index, 2 * epoch) + 0x1p-24 * Philox.uniform(key, index, 2 * epoch + 1);
    }

    int row(long position) {
        return order[(int) position];
    }
}
