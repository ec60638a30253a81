package io.fletching.nn;

import io.fletching.kernels.Philox;

/// A permutation that follows from a key and from what it is for, and from nothing drawn before.
final class Shuffle {
    private final int[] order;
    private final long key;

    /// @param most how many numbers it permutes at most
    /// @param name of the stream of random numbers under the seed
    Shuffle(int most, long seed, String name) {
        this.order = new int[most];
        this.key = Philox.key(seed, name);
    }

    /// Permutes the numbers `[0, count)`.
    ///
    /// @param epoch from 1
    /// @param position where in the epoch the permuted stand, so that each stretch of it has an order of its own
    void draw(int count, int epoch, long position) {
        for (int i = 0; i < count; i++) {
            int j = (int) (uniform(position + i, epoch) * (i + 1));
            order[i] = order[j];
            order[j] = i;
        }
    }

    /// Two draws for the bits of one, since a single one has 24.
    private double uniform(long index, int epoch) {
        return Philox.uniform(key, index, 2 * epoch) + 0x1p-24 * Philox.uniform(key, index, 2 * epoch + 1);
    }

    int at(int index) {
        return order[index];
    }
}
