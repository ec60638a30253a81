package io.fletching.kernels.internal;

import io.fletching.kernels.Activation;
import io.fletching.kernels.Function;
import java.lang.foreign.MemorySegment;

/// What an element type is to the scalar loops, which are written once, in terms of this.
///
/// Numbers travel as `double`. A float32 sum, difference, product, quotient or root that is computed in `double`
/// and then rounded to `float` is the correctly rounded one, since `double` has more than twice the digits; so
/// [#round] after each such operation is all that float32 arithmetic takes. For a fused multiply-add that does not
/// hold: hence [#fma].
interface Element {

    int bytes();

    double get(MemorySegment segment, long index);

    /// Stores the value, rounded.
    void set(MemorySegment segment, long index, double value);

    double round(double value);

    double fma(double a, double b, double c);

    double map(Function f, double x);

    double activate(Activation f, double x);

    /// dy * f'(x)
    double activateBackward(Activation f, double x, double dy);

    /// Whether an optional operand is left out.
    static boolean absent(MemorySegment operand) {
        return operand.byteSize() == 0;
    }
}
