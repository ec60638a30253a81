package io.fletching.runtime;

/// Splits a list of pieces into contiguous ranges of about equal work, one for each thread.
///
/// Results do not depend on it: only who runs a piece does, and a thread keeps its pieces from sweep to sweep.
final class Balance {
    /// Below this many elements for each thread a hand-off costs more than it saves.
    private static final long ELEMENTS = 32_768;

    /// What a call costs beside its elements, in elements.
    private static final long CALL = 512;

    private final int[] bounds;

    /// @param elements of each piece
    Balance(long[] elements, int threads) {
        long total = 0;
        long work = 0;
        for (long n : elements) {
            total += n;
            work += n + CALL;
        }
        int ranges = Math.clamp(total / ELEMENTS, 1, threads);
        this.bounds = new int[ranges + 1];
        long done = 0;
        int range = 1;
        for (int i = 0; i < elements.length; i++) {
            done += elements[i] + CALL;
            while (range < ranges && done * ranges >= work * range) {
                bounds[range++] = i + 1;
            }
        }
        bounds[ranges] = elements.length;
    }

    int ranges() {
        return bounds.length - 1;
    }

    int first(int range) {
        return bounds[range];
    }

    int end(int range) {
        return bounds[range + 1];
    }
}
