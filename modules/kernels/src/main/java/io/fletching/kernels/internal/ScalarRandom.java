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

    @Override
    default void truncatedNormal(
            long key,
            long first,
            MemorySegment y,
            long yAt,
            long n,
            double mean,
            double deviation,
            double low,
            double high) {
        TruncatedNormal.check(deviation, low, high);
        if (deviation == 0) {
            for (long i = 0; i < n; i++) {
                set(y, yAt + i, Math.clamp(mean, low, high));
            }
            return;
        }
        double from = (low - mean) / deviation;
        double to = (high - mean) / deviation;
        boolean often = TruncatedNormal.isOften(from, to);
        if (often) {
            normal(key, first, y, yAt, n, mean, deviation);
        }
        for (long i = 0; i < n; i++) {
            if (!often || !(get(y, yAt + i) >= low && get(y, yAt + i) <= high)) {
                double z = often
                        ? TruncatedNormal.redraw(key, first + i, from, to)
                        : TruncatedNormal.draw(key, first + i, from, to);
                set(y, yAt + i, Math.clamp(mean + deviation * z, low, high));
            }
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
