package io.fletching.arrow;

import java.util.concurrent.atomic.AtomicLong;

/// Where the next buffer starts within a page of 4 KiB.
///
/// The multiples of the golden ratio spread evenly however many are taken, so neither neighbours nor the tensors of the
/// same parameter in several regions fall together.
final class Stagger {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final AtomicLong COUNT = new AtomicLong();

    private Stagger() {}

    /// One of the 64 multiples of 64 below 4096.
    static long next() {
        return ((COUNT.getAndIncrement() * GOLDEN) >>> 58) * 64;
    }
}
