package io.fletching.nn;

import io.fletching.kernels.Kernels;
import io.fletching.linalg.MatrixProduct;
import io.fletching.runtime.Technique;
import io.fletching.runtime.Variable;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A linear layer, `y = x·Wᵀ + b`, with `W` of shape `[outputs, inputs]` and `b` of shape `[outputs]`, zero at first.
public final class Linear implements Layer {
    private final long outputs;
    private final WeightMaker weight;
    private final boolean standardized;

    private interface WeightMaker {
        Weight make(String name, Shape shape);
    }

    private Linear(long outputs, WeightMaker weight, boolean standardized) {
        if (outputs < 1) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "linear-outputs",
                    "A linear layer of '" + outputs + "' outputs; expected 1 or more.");
        }
        this.outputs = outputs;
        this.weight = weight;
        this.standardized = standardized;
    }

    /// A linear layer whose weight is filled by an initializer.
    public static Linear of(long outputs, Technique<Initializer> initializer) {
        return new Linear(outputs, (name, shape) -> new Weight.Initialized(name, shape, initializer), false);
    }

    /// A linear layer whose weight is zero at first: the end of a residual branch, which then starts as the identity.
    /// Anywhere else such a layer passes no gradient on and never learns.
    public static Linear zero(long outputs) {
        return new Linear(outputs, (name, shape) -> new Weight.Constant(name, shape, 0), false);
    }

    /// This layer with [weight standardization](https://arxiv.org/abs/1903.10520): what it multiplies by is its weight
    /// with each output unit's row less its mean and divided by its deviation,
    /// `ŵ = (w − mean) / √(variance + 1e-6)`, with exact gradients of the weight itself. Outputs then have √inputs
    /// times the size of inputs, so a norm has to follow, or to bound the branch that it is in.
    public Linear standardized() {
        return new Linear(outputs, weight, true);
    }

    @Override
    public Shape output(Shape input) {
        if (input.rank() != 1) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "linear-input",
                    "A linear layer takes rows of shape [inputs], got " + input
                            + "; 'PerPosition' applies it to each position of a sequence.");
        }
        return Shape.of(outputs);
    }

    @Override
    public List<Weight> weights(Shape input) {
        return List.of(
                weight.make("weight", Shape.of(outputs, input.size())),
                new Weight.Constant("bias", Shape.of(outputs), 0));
    }

    @Override
    public Operation plan(Site site) {
        return new Product(site, standardized);
    }

    /// `y = x·Wᵀ + b`, `dx = dy·W`, `dW += dyᵀ·x`, `db += Σ dy`. Every product is cut into blocks that depend on shapes
    /// alone, since the bits of a native product may depend on the size of the call.
    private static final class Product implements Operation {
        /// Output units in one block of the weight gradient.
        private static final long UNITS = 64;

        private final Kernels kernels;
        private final MatrixProduct product;
        private final Site site;
        private final long in;
        private final long out;
        private final long block;
        private final MemorySegment x;
        private final MemorySegment y;
        private final Variable weight;
        private final Variable bias;
        private final @Nullable WeightStandardization standardization;
        /// What rows are multiplied by: the weight, or what standardization makes of it.
        private final MemorySegment w;
        private final MemorySegment b;
        private final Tensor transposed;
        private final Tensor biasSums;
        private final List<Pass> backward;

        Product(Site site, boolean standardized) {
            this.site = site;
            this.kernels = Kernels.ofBytes(site.dtype().bytes());
            this.product = site.product();
            this.in = site.x().shape().rowLength();
            this.out = site.y().shape().rowLength();
            this.block = site.rowBlock();
            this.x = site.x().data();
            this.y = site.y().data();
            this.weight = site.weight("weight");
            this.bias = site.weight("bias");
            this.standardization = standardized ? new WeightStandardization(site, weight.value()) : null;
            this.w = standardization == null ? weight.value().data() : standardization.weight();
            this.b = bias.value().data();
            this.transposed = site.allocate(site.dtype(), Shape.of(in, out));
            this.biasSums = site.allocate(DType.F64, Shape.of(out));
            this.backward = List.of(Pass.parts(), Pass.shares(Math.ceilDiv(out, UNITS)));
        }

        @Override
        public void forward(int pass, long first, long count) {
            MemorySegment copy = transposed.data();
            for (long row = first; row < first + count; row += block) {
                long rows = Math.min(block, first + count - row);
                product.multiply(false, false, rows, out, in, x, row * in, in, copy, 0, out, y, row * out, out, false);
            }
            kernels.addToRows(b, 0, y, first * out, count, out);
        }

        @Override
        public List<Pass> backward() {
            return backward;
        }

        @Override
        public void backward(int pass, long first, long count) {
            if (pass == 0) {
                inputGradient(first, count);
            } else {
                weightGradient(first, count);
            }
        }

        private void inputGradient(long first, long count) {
            MemorySegment dy = site.dy().data();
            MemorySegment dx = site.dx().data();
            for (long row = first; row < first + count; row += block) {
                long rows = Math.min(block, first + count - row);
                product.multiply(false, false, rows, in, out, dy, row * out, out, w, 0, in, dx, row * in, in, false);
            }
        }

        private void weightGradient(long first, long count) {
            MemorySegment dy = site.dy().data();
            MemorySegment dw = standardization == null ? weight.gradient().data() : standardization.gradient();
            long rows = site.batch();
            for (long unit = first * UNITS; unit < Math.min(out, (first + count) * UNITS); unit += UNITS) {
                long units = Math.min(UNITS, out - unit);
                boolean adding = standardization == null;
                product.multiply(true, false, units, in, rows, dy, unit, out, x, 0, in, dw, unit * in, in, adding);
                if (standardization != null) {
                    standardization.backward(weight.gradient().data(), unit, units);
                }
            }
            if (first == 0) {
                biasGradient(dy, rows);
            }
        }

        private void biasGradient(MemorySegment dy, long rows) {
            MemorySegment sums = biasSums.data();
            sums.fill((byte) 0);
            kernels.columnSums(dy, 0, rows, out, sums, 0);
            kernels.addSums(sums, 0, bias.gradient().data(), 0, out);
        }

        @Override
        public long derived() {
            return 1;
        }

        @Override
        public void derive(long first, long count) {
            if (standardization != null) {
                standardization.derive();
            }
            kernels.transpose(w, 0, out, in, transposed.data(), 0);
        }
    }
}
