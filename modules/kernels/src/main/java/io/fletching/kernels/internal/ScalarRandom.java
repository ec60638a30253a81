package io.fletching.kernels.internal;

import io.fletching.kernels.Philox;
import io.fletching.kernels.RandomKernels;
import java.lang.foreign.MemorySegment;

/// The random kernels, a single draw for each element.
interface ScalarRandom extends RandomKernels, Element {

    @Override
    default void uniform(long key, long first, MemorySegment y, long yAt, long n, double low, double high) {
        double range = range(low, high);
        double least = round(low);
        double most = Math.max(least, below(high));
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, Math.min(fma(Philox.uniform(key, first + i, 0), range, least), most));
        }
    }

    @Override
    default void normal(long key, long first, MemorySegment y, long yAt, long n, double mean, double deviation) {
        double center = round(mean);
        double factor = round(deviation);
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, fma(Philox.normal(key, first + i, 0), factor, center));
        }
    }

    /// The largest number of the element type below `value`, itself rounded to it.
    double below(double value);

    /// high - low, rounded.
    default double range(double low, double high) {
        double range = round(round(high) - round(low));
        if (!(low <= high) || Double.isInfinite(range)) {
            throw new IllegalArgumentException("Uniform numbers in ['" + low + "', '" + high
                    + "') cannot be drawn; expected low <= high and a finite difference in the element type.");
        }
        return range;
    }
}
