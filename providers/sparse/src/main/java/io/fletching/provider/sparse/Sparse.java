package io.fletching.provider.sparse;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Initializer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;

/// The initialization of Martens,
/// [Deep learning via Hessian-free optimization](https://www.cs.toronto.edu/~jmartens/docs/Deep_HessianFree.pdf):
/// normal numbers, but for a share of the outputs of every input, drawn at random, where they are 0. As in PyTorch
/// it is the same number for each input: `sparsity` times the outputs, rounded up.
public final class Sparse implements Initializer {
    static final Option<Double> SPARSITY =
            Option.real("sparsity", "Share of zeros among the outputs of each input", 0.1, 0, 1);
    static final Option<Double> DEVIATION =
            Option.real("deviation", "Standard deviation of what is not zero", 0.01, 0, 1e30);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "sparse", "Normal, but for a number of zeros in the outputs of each input", SPARSITY, DEVIATION)
            .paper("https://www.cs.toronto.edu/~jmartens/docs/Deep_HessianFree.pdf");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Filler bind(Options options) {
        return new SparseFiller(options.get(SPARSITY), options.get(DEVIATION));
    }
}
