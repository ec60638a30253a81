package io.fletching.nn;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Tensor;

/// What a layer's outputs look like over one batch.
///
/// @param name the path of the layer, such as `blocks.3.norm`
/// @param mean over all elements
/// @param deviation the square root of the biased variance over all elements
/// @param secondMoment the mean of the squares
/// @param zeros the share of elements that are exactly zero
public record LayerStatistics(String name, double mean, double deviation, double secondMoment, double zeros) {

    static LayerStatistics of(String name, Tensor y) {
        Kernels kernels = Kernels.ofBytes(y.dtype().bytes());
        long n = y.size();
        double mean = kernels.sum(y.data(), 0, n) / n;
        double secondMoment = kernels.sumOfSquares(y.data(), 0, n) / n;
        double variance = kernels.sumOfSquaredDeviations(y.data(), 0, n, mean) / n;
        long zeros = 0;
        for (long i = 0; i < n; i++) {
            zeros += y.get(i) == 0 ? 1 : 0;
        }
        return new LayerStatistics(name, mean, Math.sqrt(variance), secondMoment, (double) zeros / n);
    }
}
