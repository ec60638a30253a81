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

    /// LayerScale: `y[c] = gamma[c] · x[c]` for rows of shape `[channels]` or `[channels, …]`.
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
                        ? new Weight.Constant("gamma", Shape.of(input.rank() == 0 ? 1 : input.dim(0)), initial)
                        : new Weight.Constant("alpha", Shape.of(1), initial));
    }

    @Override
    public Operation plan(Site site) {
        return !perChannel ? new Single(site) : site.sample().rank() > 1 ? new PerImage(site) : new PerChannel(site);
    }

    /// `y = factor · x` and `dx = factor · dy`, with the factor's own gradient over all rows.
    private abstract static class Product implements Operation {
        private static final List<Pass> BACKWARD = List.of(Pass.parts(), Pass.whole());

        final Kernels kernels;
        final Site site;
        final long width;
        final Tensor factor;
        final Tensor gradient;

        Product(Site site, String weight) {
            this.kernels = Kernels.ofBytes(site.dtype().bytes());
            this.site = site;
            this.width = site.x().shape().rowLength();
            this.factor = site.weight(weight).value();
            this.gradient = site.weight(weight).gradient();
        }

        abstract void scale(Tensor from, Tensor to, long first, long count);

        abstract void addGradient();

        @Override
        public void forward(int pass, long first, long count) {
            scale(site.x(), site.y(), first, count);
        }

        @Override
        public List<Pass> backward() {
            return BACKWARD;
        }

        @Override
        public void backward(int pass, long first, long count) {
            if (pass == 0) {
                scale(site.dy(), site.dx(), first, count);
            } else {
                addGradient();
            }
        }
    }

    private static final class PerChannel extends Product {
        private final Tensor sums;

        PerChannel(Site site) {
            super(site, "gamma");
            this.sums = site.allocate(DType.F64, Shape.of(width));
        }

        @Override
        void scale(Tensor from, Tensor to, long first, long count) {
            long at = first * width;
            kernels.multiplyRows(from.data(), at, factor.data(), 0, to.data(), at, count, width);
        }

        @Override
        void addGradient() {
            sums.data().fill((byte) 0);
            kernels.columnDots(site.dy().data(), 0, site.x().data(), 0, site.batch(), width, sums.data(), 0);
            kernels.addSums(sums.data(), 0, gradient.data(), 0, width);
        }
    }

    /// Of channels with several values in a row.
    private static final class PerImage extends Product {
        private final long channels;
        private final long places;
        private final Tensor sums;

        PerImage(Site site) {
            super(site, "gamma");
            this.channels = factor.size();
            this.places = width / channels;
            this.sums = site.allocate(DType.F64, Shape.of(channels));
        }

        @Override
        void scale(Tensor from, Tensor to, long first, long count) {
            for (long i = first * channels; i < (first + count) * channels; i++) {
                kernels.scale(from.data(), i * places, to.data(), i * places, places, factor.get(i % channels));
            }
        }

        @Override
        void addGradient() {
            sums.data().fill((byte) 0);
            for (long i = 0; i < site.batch() * channels; i++) {
                double dot = kernels.dot(site.dy().data(), i * places, site.x().data(), i * places, places);
                sums.set(i % channels, sums.get(i % channels) + dot);
            }
            kernels.addSums(sums.data(), 0, gradient.data(), 0, channels);
        }
    }

    private static final class Single extends Product {
        Single(Site site) {
            super(site, "alpha");
        }

        @Override
        void scale(Tensor from, Tensor to, long first, long count) {
            long at = first * width;
            kernels.scale(from.data(), at, to.data(), at, count * width, factor.get(0));
        }

        @Override
        void addGradient() {
            double dot = kernels.dot(site.dy().data(), 0, site.x().data(), 0, site.batch() * width);
            gradient.set(0, gradient.get(0) + dot);
        }
    }
}
