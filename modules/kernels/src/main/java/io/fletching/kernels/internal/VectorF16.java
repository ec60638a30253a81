package io.fletching.kernels.internal;

import java.lang.foreign.MemorySegment;

/// F16 with the Vector API.
final class VectorF16 extends ScalarF16 {

    @Override
    public void widen(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        long m = Lanes.whole(n);
        HalfLoops.widenF16(x, xAt, y, yAt, m);
        super.widen(x, xAt + m, y, yAt + m, n - m);
    }

    @Override
    public void narrow(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        long m = Lanes.whole(n);
        HalfLoops.narrowF16(x, xAt, y, yAt, m);
        super.narrow(x, xAt + m, y, yAt + m, n - m);
    }
}
