package io.fletching.kernels.internal;

import java.lang.foreign.MemorySegment;

/// BF16 with the Vector API.
final class VectorBf16 extends ScalarBf16 {

    @Override
    public void widen(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        long m = Lanes.whole(n);
        HalfLoops.widenBf16(x, xAt, y, yAt, m);
        super.widen(x, xAt + m, y, yAt + m, n - m);
    }

    @Override
    public void narrow(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        long m = Lanes.whole(n);
        HalfLoops.narrowBf16(x, xAt, y, yAt, m);
        super.narrow(x, xAt + m, y, yAt + m, n - m);
    }

    @Override
    public void narrowAtRandom(
            long key, long number, long first, MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        long head = Math.min(n, -first & (PhiloxWords.PANEL - 1));
        long m = head + (n - head) / PhiloxWords.PANEL * PhiloxWords.PANEL;
        MemorySegment words = Scratch.first();
        super.narrowAtRandom(key, number, first, x, xAt, y, yAt, head);
        for (long i = head; i < m; i += Scratch.SIZE) {
            long count = Math.min(Scratch.SIZE, m - i);
            RandomLoops.words(key, first + i, (int) number, PhiloxWords.rounding(number), words, 0, count);
            HalfLoops.narrowAtRandom(words, x, xAt + i, y, yAt + i, count);
        }
        super.narrowAtRandom(key, number, first + m, x, xAt + m, y, yAt + m, n - m);
    }
}
