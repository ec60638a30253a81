package io.fletching.reference;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// What one unit in the last place of a float32 mean is worth after normalization, as a share of the result.
///
/// The library behind the figures adds up means in float32, so that its figures for rows of mean 100 and deviation 0.5
/// lie further from the exact values than their tolerance: a unit of such a mean is 1.5e-5 deviations. Where means are
/// near 0 it is nothing.
final class MeanRounding {
    private MeanRounding() {}

    /// The worst of all groups.
    ///
    /// @param group by element of x, which elements share a mean
    static double of(Figures x, IntUnaryOperator group) {
        int[] groups = IntStream.range(0, x.data().size()).map(group).toArray();
        return IntStream.of(groups)
                .distinct()
                .mapToDouble(g -> of(x, groups, g))
                .max()
                .orElse(0);
    }

    private static double of(Figures x, int[] groups, int group) {
        double[] values = IntStream.range(0, groups.length)
                .filter(i -> groups[i] == group)
                .mapToDouble(x.data()::get)
                .toArray();
        double mean = 0;
        double variance = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        for (double value : values) {
            variance += (value - mean) * (value - mean) / values.length;
        }
        return variance > 0 ? Math.ulp((float) mean) / Math.sqrt(variance) : 0;
    }
}
