package io.fletching.nn;

import io.fletching.kernels.Kernels;
import io.fletching.runtime.Role;
import io.fletching.runtime.Technique;
import io.fletching.spi.DType;
import io.fletching.spi.Initializer;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.List;

/// Tells positions apart: adds a learned vector to each, `y[t] = x[t] + weight[t]`, with the weight of the shape of a
/// row, `[time, features]`. Attention by itself sees a set and no order.
///
/// [Convolutional Sequence to Sequence Learning](https://arxiv.org/abs/1705.03122)
///
/// @param initializer of the weight, such as `normal` with the deviation 0.02
public record LearnedPositions(Technique<Initializer> initializer) implements Layer {

    @Override
    public Shape output(Shape input) {
        PerPosition.position("A layer of learned positions", input);
        return input;
    }

    @Override
    public List<Weight> weights(Shape input) {
        return List.of(new Weight.Initialized("weight", input, initializer));
    }

    /// It is added, as a bias is.
    @Override
    public Role role(Weight weight) {
        return Role.BIAS;
    }

    @Override
    public Operation plan(Site site) {
        return new Addition(site);
    }

    private static final class Addition implements Operation {
        private static final List<Pass> BACKWARD = List.of(Pass.parts(), Pass.whole());

        private final Site site;
        private final Kernels kernels;
        private final long width;
        private final Tensor weight;
        private final Tensor gradient;
        private final Tensor sums;

        Addition(Site site) {
            this.site = site;
            this.kernels = Kernels.ofBytes(site.dtype().bytes());
            this.width = site.sample().size();
            this.weight = site.weight("weight").value();
            this.gradient = site.weight("weight").gradient();
            this.sums = site.allocate(DType.F64, site.sample());
        }

        @Override
        public void forward(int pass, long first, long count) {
            long at = first * width;
            kernels.copy(site.x().data(), at, site.y().data(), at, count * width);
            kernels.addToRows(weight.data(), 0, site.y().data(), at, count, width);
        }

        @Override
        public List<Pass> backward() {
            return BACKWARD;
        }

        @Override
        public void backward(int pass, long first, long count) {
            var dy = site.dy().data();
            if (pass == 0) {
                kernels.copy(dy, first * width, site.dx().data(), first * width, count * width);
            } else {
                sums.data().fill((byte) 0);
                kernels.columnSums(dy, 0, site.batch(), width, sums.data(), 0);
                kernels.addSums(sums.data(), 0, gradient.data(), 0, width);
            }
        }
    }
}
