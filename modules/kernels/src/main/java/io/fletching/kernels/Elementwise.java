package io.fletching.kernels;

import java.lang.foreign.MemorySegment;

/// Elementwise arithmetic, every operation rounded to the element type. An output may be the very range of an
/// input; ranges that overlap otherwise give undefined results. A NaN in gives a NaN out.
public interface Elementwise {

    /// y = value
    void fill(MemorySegment y, long yAt, long n, double value);

    /// y = x
    void copy(MemorySegment x, long xAt, MemorySegment y, long yAt, long n);

    /// y = factor * x
    void scale(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double factor);

    /// y = factor * x + shift, both operations rounded.
    void scaleAndShift(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double factor, double shift);

    /// y = fma(factor, x, y): adds `factor` times x with one rounding.
    void addScaled(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double factor);

    /// y = a + b
    void add(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n);

    /// y = a - b
    void subtract(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n);

    /// y = a * b
    void multiply(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n);

    /// y = fma(a, b, y)
    void multiplyAdd(MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment y, long yAt, long n);

    /// y = min(max(x, low), high)
    void clamp(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double low, double high);

    /// y = x < edge ? 0 : height: a step, such as the mask of dropout from uniform numbers. A NaN gives the height.
    void step(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double edge, double height);

    /// y = 1 / sqrt(x + eps), in float64, rounded once: from a variance to the inverse of a standard deviation.
    void inverseRoots(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double eps);

    /// y = y + sums, where `sums` is F64 whatever the element type: float64 sums into a gradient, rounded once.
    void addSums(MemorySegment sums, long sumsAt, MemorySegment y, long yAt, long n);

    /// y = y + the total of `parts` sums for each element, each part's `stride` behind that of the part before: what
    /// the parts of a reduction found goes into a gradient. F64, in the order of the parts, rounded once.
    void addPartSums(MemorySegment sums, long sumsAt, long parts, long stride, MemorySegment y, long yAt, long n);

    /// y = f(x)
    void map(Function f, MemorySegment x, long xAt, MemorySegment y, long yAt, long n);

    /// y = f(x)
    void activate(Activation f, MemorySegment x, long xAt, MemorySegment y, long yAt, long n);

    /// dx = dy * f'(x), from the input x of the activation. dx may be dy or x.
    void activateBackward(
            Activation f, MemorySegment x, long xAt, MemorySegment dy, long dyAt, MemorySegment dx, long dxAt, long n);

    /// y = exp(x - shift); returns the sum of y as [Reductions#sum] gives it. With the row's maximum as the shift,
    /// y divided by the result is the softmax of x.
    double exponentials(MemorySegment x, long xAt, MemorySegment y, long yAt, long n, double shift);
}
