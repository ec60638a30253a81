package io.fletching.kernels.internal;

import java.lang.foreign.MemorySegment;

/// Random kernels with the Vector API: whole panels here, and the elements beside them by the scalar twin.
interface VectorRandom extends ScalarRandom {

    @Override
    default void uniform(long key, long first, MemorySegment y, long yAt, long n, double low, double high) {
        float range = (float) range(low, high);
        float most = Math.max((float) low, Math.nextDown((float) high));
        long head = Math.min(n, -first & (PhiloxWords.PANEL - 1));
        long m = head + (n - head) / PhiloxWords.PANEL * PhiloxWords.PANEL;
        ScalarRandom.super.uniform(key, first, y, yAt, head, low, high);
        for (long i = head; i < m; i += Scratch.SIZE) {
            long count = Math.min(Scratch.SIZE, m - i);
            RandomLoops.uniform(key, first + i, y, yAt + i, count, (float) low, range, most);
        }
        ScalarRandom.super.uniform(key, first + m, y, yAt + m, n - m, low, high);
    }

    @Override
    default void normal(long key, long first, MemorySegment y, long yAt, long n, double mean, double deviation) {
        long head = Math.min(n, -first & (PhiloxWords.PANEL - 1));
        long m = head + (n - head) / PhiloxWords.PANEL * PhiloxWords.PANEL;
        ScalarRandom.super.normal(key, first, y, yAt, head, mean, deviation);
        MemorySegment words = Scratch.first();
        MemorySegment radii = Scratch.second();
        for (long i = head; i < m; i += Scratch.SIZE) {
            long count = Math.min(Scratch.SIZE, m - i);
            RandomLoops.normal(key, first + i, y, yAt + i, count, (float) mean, (float) deviation, words, radii);
        }
        ScalarRandom.super.normal(key, first + m, y, yAt + m, n - m, mean, deviation);
    }
}
