package io.fletching.benchmarks;

import io.fletching.arrow.Memory;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.SplittableRandom;

/// Tensors of random numbers.
final class Floats {
    private Floats() {}

    static Tensor normal(Memory memory, Shape shape) {
        var tensor = memory.allocate(DType.F32, shape);
        fill(tensor);
        return tensor;
    }

    /// Fills a tensor with normal numbers, the same each time.
    static void fill(Tensor tensor) {
        var random = new SplittableRandom(tensor.size());
        for (long i = 0; i < tensor.size(); i++) {
            tensor.set(i, random.nextGaussian());
        }
    }

    /// The nearest to a square of so many elements, of which there is a power of two.
    static Shape square(int n) {
        int rows = 1 << (Integer.numberOfTrailingZeros(n) / 2);
        return Shape.of(rows, n / rows);
    }
}
