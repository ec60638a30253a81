package io.fletching.kernels.internal;

import io.fletching.kernels.Activation;
import io.fletching.kernels.Elementwise;
import io.fletching.kernels.Function;
import io.fletching.kernels.Reductions;
import java.lang.foreign.MemorySegment;

/// The elementwise kernels, an element at a time.
interface ScalarElementwise extends Elementwise, Reductions, Element {

    @Override
    default void fill(MemorySegment y, long yAt, long n, double value) {
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, value);
        }
    }

    @Override
    default void copy(MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        MemorySegment.copy(x, xAt * bytes(), y, yAt * bytes(), n * bytes());
    }

    @Override
    default void scale(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double factor) {
        double rounded = round(factor);
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, rounded * get(x, xAt + i));
        }
    }

    @Override
    default void scaleAndShift(
            MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double factor, double shift) {
        double rounded = round(factor);
        double added = round(shift);
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, round(rounded * get(x, xAt + i)) + added);
        }
    }

    @Override
    default void addScaled(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double factor) {
        double rounded = round(factor);
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, fma(rounded, get(x, xAt + i), get(y, yAt + i)));
        }
    }

    @Override
    default void add(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, get(a, aAt + i) + get(b, bAt + i));
        }
    }

    @Override
    default void subtract(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, get(a, aAt + i) - get(b, bAt + i));
        }
    }

    @Override
    default void multiply(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, get(a, aAt + i) * get(b, bAt + i));
        }
    }

    @Override
    default void multiplyAdd(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, fma(get(a, aAt + i), get(b, bAt + i), get(y, yAt + i)));
        }
    }

    @Override
    default void clamp(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double low, double high) {
        double least = round(low);
        double most = round(high);
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, Math.min(Math.max(get(x, xAt + i), least), most));
        }
    }

    @Override
    default void step(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double edge, double height) {
        double at = round(edge);
        double high = round(height);
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, get(x, xAt + i) < at ? 0 : high);
        }
    }

    @Override
    default void inverseRoots(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double eps) {
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, 1 / Math.sqrt(get(x, xAt + i) + eps));
        }
    }

    @Override
    default void addSums(MemorySegment sums, long sumsAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, get(y, yAt + i) + Sums.get(sums, sumsAt + i));
        }
    }

    @Override
    default void addPartSums(
            MemorySegment sums, long sumsAt, long parts, long stride, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i++) {
            double total = 0;
            for (long part = 0; part < parts; part++) {
                total += Sums.get(sums, sumsAt + part * stride + i);
            }
            set(y, yAt + i, get(y, yAt + i) + total);
        }
    }

    @Override
    default void map(Function f, MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, map(f, get(x, xAt + i)));
        }
    }

    @Override
    default void activate(Activation f, MemorySegment x, long xAt, MemorySegment y, long yAt, long n) {
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, activate(f, get(x, xAt + i)));
        }
    }

    @Override
    default void activateBackward(
            Activation f, MemorySegment x, long xAt, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n) {
        for (long i = 0; i < n; i++) {
            set(dx, dxAt + i, activateBackward(f, get(x, xAt + i), get(dy, dyAt + i)));
        }
    }

    @Override
    default double exponentials(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double shift) {
        shiftedExponentials(x, xAt, y, yAt, n, round(shift));
        return sum(y, yAt, n);
    }

    /// y = exp(x - shift)
    default void shiftedExponentials(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double shift) {
        for (long i = 0; i < n; i++) {
            set(y, yAt + i, map(Function.EXP, round(get(x, xAt + i) - shift)));
        }
    }
}
