package io.fletching.nn;

import io.fletching.kernels.Kernels;
import io.fletching.spi.DType;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.List;

/// A learned factor at the end of a residual branch: one for each channel (LayerScale) or a single one (ReZero).
///
/// - [Going deeper with Image Transformers](https://arxiv.org/abs/2103.17239)
/// - [ReZero is All You Need](https://arxiv.org/abs/2003.04887)
public final class Scale implements Layer {
    private final boolean perChannel;
    private final double initial;

    private Scale(boolean perChannel, double initial) {
        this.perChannel = perChannel;
        this.initial = initial;
    }

    /// LayerScale: `y[c] = gamma[c] · x[c]`.
    ///
    /// @param initial the first value of every gamma, such as 0.1
    public static Scale perChannel(double initial) {
        return new Scale(true, initial);
    }

    /// ReZero: `y = alpha · x`, with alpha 0 at first, so that the branch starts as nothing.
    public static Scale reZero() {
        return new Scale(false, 0);
    }

    @Override
    public Shape output(Shape input) {
        return input;
    }

    @Override
    public List<Weight> weights(Shape input) {
        return List.of(
                perChannel
                        ? new Weight.Constant("gamma", Shape.of(input.size()), initial)
                        : new Weight.Constant("alpha", Shape.of(1), initial));
    }

    @Override
    public Operation plan(Site site) {
        return perChannel ? new PerChannel(site) : new Single(site);
    }

    private static final List<Pass> BACKWARD = List.of(Pass.parts(), Pass.whole());

    private static final class PerChannel implements Operation {
        private final Kernels kernels;
        private final Site site;
        private final long width;
        private final Tensor gamma;
        private final Tensor gradient;
        private final Tensor sums;

        PerChannel(Site site) {
            this.kernels = Kernels.ofBytes(site.dtype().bytes());
            this.site = site;
            this.width = site.x().shape().rowLength();
            this.gamma = site.weight("gamma").value();
            this.gradient = site.weight("gamma").gradient();
            this.sums = site.allocate(DType.F64, Shape.of(width));
        }

        @Override
        public void forward(int pass, long first, long count) {
            scale(site.x(), site.y(), first, count);
        }

        private void scale(Tensor from, Tensor to, long first, long count) {
            long at = first * width;
            kernels.multiplyRows(from.data(), at, gamma.data(), 0, to.data(), at, count, width);
        }

        @Override
        public List<Pass> backward() {
            return BACKWARD;
        }

        @Override
        public void backward(int pass, long first, long count) {
            if (pass == 0) {
                scale(site.dy(), site.dx(), first, count);
                return;
            }
            sums.data().fill((byte) 0);
            kernels.columnDots(site.dy().data(), 0, site.x().data(), 0, site.batch(), width, sums.data(), 0);
            kernels.addSums(sums.data(), 0, gradient.data(), 0, width);
        }
    }

    private static final class Single implements Operation {
        private final Kernels kernels;
        private final Site site;
        private final long width;
        private final Tensor alpha;
        private final Tensor gradient;

        Single(Site site) {
            this.kernels = Kernels.ofBytes(site.dtype().bytes());
            this.site = site;
            this.width = site.x().shape().rowLength();
            this.alpha = site.weight("alpha").value();
            this.gradient = site.weight("alpha").gradient();
        }

        @Override
        public void forward(int pass, long first, long count) {
            scale(site.x(), site.y(), first, count);
        }

        private void scale(Tensor from, Tensor to, long first, long count) {
            long at = first * width;
            kernels.scale(from.data(), at, to.data(), at, count * width, alpha.get(0));
        }

        @Override
        public List<Pass> backward() {
            return BACKWARD;
        }

        @Override
        public void backward(int pass, long first, long count) {
            if (pass == 0) {
                scale(site.dy(), site.dx(), first, count);
                return;
            }
            double dot = kernels.dot(site.dy().data(), 0, site.x().data(), 0, site.batch() * width);
            gradient.set(0, gradient.get(0) + dot);
        }
    }
}
