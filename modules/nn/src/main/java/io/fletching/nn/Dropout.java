package io.fletching.nn;

import io.fletching.kernels.Kernels;
import io.fletching.kernels.Philox;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;

/// Dropout: in training each element is zero with probability `p`, and the others are divided by `1 - p`; in evaluation
/// nothing happens.
///
/// Which elements, follows from the model's seed, the layer's name, the number of the batch and the element's index
/// alone.
///
/// [Improving neural networks by preventing co-adaptation of feature detectors](https://arxiv.org/abs/1207.0580)
///
/// @param p in `[0, 1)`
public record Dropout(double p) implements Layer {

    public Dropout {
        if (!(p >= 0 && p < 1)) {
            throw new FletchingException(
                    FletchingException.Kind.USER, "dropout-p", "Dropout has p '" + p + "'; expected [0, 1).");
        }
    }

    @Override
    public Shape output(Shape input) {
        return input;
    }

    @Override
    public Operation plan(Site site) {
        return site.training() ? new Training(site) : new Evaluation(site);
    }

    private record Evaluation(Site site) implements Operation {
        @Override
        public void forward(int pass, long first, long count) {
            Tensor x = site.x();
            long width = x.shape().rowLength();
            Kernels.ofBytes(site.dtype().bytes())
                    .copy(x.data(), first * width, site.y().data(), first * width, count * width);
        }

        @Override
        public void backward(int pass, long first, long count) {
            throw new IllegalStateException("Dropout has no gradient in evaluation.");
        }
    }

    private final class Training implements Operation {
        private final Kernels kernels;
        private final Site site;
        private final long width;
        private final long key;
        private final Tensor mask;
        private long number;

        Training(Site site) {
            this.kernels = Kernels.ofBytes(site.dtype().bytes());
            this.site = site;
            this.width = site.x().shape().rowLength();
            this.key = Philox.key(site.seed(), site.name());
            this.mask = site.allocate(site.dtype(), site.x().shape());
        }

        @Override
        public void begin(long number) {
            this.number = number;
        }

        @Override
        public void forward(int pass, long first, long count) {
            long at = first * width;
            long n = count * width;
            long element = (number - 1) * site.batch() * width + at;
            var m = mask.data();
            kernels.uniform(key, element, m, at, n, 0, 1);
            kernels.step(m, at, m, at, n, p, 1 / (1 - p));
            kernels.multiply(site.x().data(), at, m, at, site.y().data(), at, n);
        }

        @Override
        public void backward(int pass, long first, long count) {
            long at = first * width;
            kernels.multiply(site.dy().data(), at, mask.data(), at, site.dx().data(), at, count * width);
        }
    }
}
