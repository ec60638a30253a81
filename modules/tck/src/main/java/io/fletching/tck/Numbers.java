package io.fletching.tck;

import io.fletching.kernels.Kernels;
import io.fletching.kernels.Philox;
import io.fletching.spi.Tensor;

/// The numbers that trials run on: standard normal, the same every time.
final class Numbers {
    private Numbers() {}

    /// Fills a tensor with the numbers of a name.
    static void fill(Tensor tensor, String name) {
        fill(tensor, name, 1);
    }

    static void fill(Tensor tensor, String name, double deviation) {
        long key = Philox.key(20_261_124, name);
        Kernels.ofBytes(tensor.dtype().bytes()).normal(key, 0, tensor.data(), 0, tensor.size(), 0, deviation);
    }
}
