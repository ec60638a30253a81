package io.fletching.provider.orthogonal;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Initializer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;

/// The initialization of Saxe et al.,
/// [Exact solutions to the nonlinear dynamics of learning in deep linear neural
/// networks](https://arxiv.org/abs/1312.6120): `gain` times a matrix whose rows, or columns where it has fewer of them,
/// are orthonormal. It keeps the length of every signal, not only on average.
///
/// A weight of more than two axes is seen as a matrix of outputs by everything else; a vector is refused. The matrix is
/// uniformly distributed: the Q of a normal matrix, of the decomposition in which the diagonal of R is positive.
public final class Orthogonal implements Initializer {
    static final Option<Double> GAIN = Option.gain();

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "orthogonal", "Orthonormal rows or columns, times a gain", GAIN)
            .paper("https://arxiv.org/abs/1312.6120");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Filler bind(Options options) {
        return new OrthonormalFiller(options.get(GAIN));
    }
}
