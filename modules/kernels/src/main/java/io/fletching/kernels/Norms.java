package io.fletching.kernels;

import java.lang.foreign.MemorySegment;

/// Norms of a whole tensor from sums of squares that its parts left, and what layer-wise rules make of them.
public final class Norms {
    private Norms() {}

    /// The root of the sum over a column of `[parts, width]`, F64, in part order.
    public static double ofParts(MemorySegment sums, long parts, long width, long column) {
        Kernels kernels = Kernels.f64();
        double sum = 0;
        for (long part = 0; part < parts; part++) {
            sum += kernels.sum(sums, part * width + column, 1);
        }
        return Math.sqrt(sum);
    }

    /// The trust ratio, `parameter / step`, which makes a step as long as the parameter; 1 where either is 0: what is
    /// zero has no length to go by, and has to move all the same.
    public static double trustRatio(double parameter, double step) {
        return parameter > 0 && step > 0 ? parameter / step : 1;
    }
}
