package io.fletching.nn;

import io.fletching.kernels.Activation;
import io.fletching.kernels.Kernels;
import java.lang.foreign.MemorySegment;

/// The memory of a recurrent layer, in which the steps of every block of rows are written down, and arithmetic on
/// ranges of it: each operand is the position of its first element.
record Tape(Kernels kernels, MemorySegment data) {

    /// x = σ(x)
    void sigmoid(long x, long n) {
        kernels.activate(Activation.SIGMOID, data, x, data, x, n);
    }

    /// y = tanh(x)
    void tanh(long x, long y, long n) {
        kernels.activate(Activation.TANH, data, x, data, y, n);
    }

    /// x = 1 − x
    void complement(long x, long n) {
        kernels.scaleAndShift(data, x, data, x, n, -1, 1);
    }

    /// y = 1 − x²
    void complementOfSquare(long x, long y, long n) {
        multiply(x, x, y, n);
        complement(y, n);
    }

    /// y = a · b
    void multiply(long a, long b, long y, long n) {
        kernels.multiply(data, a, data, b, data, y, n);
    }

    /// y = a · b + y
    void multiplyAdd(long a, long b, long y, long n) {
        kernels.multiplyAdd(data, a, data, b, data, y, n);
    }

    /// y = y · b
    void scale(long y, long b, long n) {
        multiply(y, b, y, n);
    }

    /// y = y + b
    void add(long y, long b, long n) {
        kernels.add(data, y, data, b, data, y, n);
    }

    /// y = a − b
    void subtract(long a, long b, long y, long n) {
        kernels.subtract(data, a, data, b, data, y, n);
    }

    /// y = x
    void copy(long x, long y, long n) {
        kernels.copy(data, x, data, y, n);
    }

    /// x = 0
    void clear(long x, long n) {
        kernels.fill(data, x, n, 0);
    }
}
