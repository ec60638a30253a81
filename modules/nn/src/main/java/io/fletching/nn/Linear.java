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

/// A linear layer, `y = x·Wᵀ + b`, with `W` of shape `[outputs, inputs]` and `b` of shape `[outputs]`, zero at first.
public final class Linear implements Layer {
    private final long outputs;
    private final WeightMaker weight;

    private interface WeightMaker {
        Weight make(String name, Shape shape);
    }

    private Linear(long outputs, WeightMaker weight) {
        if (outputs < 1) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "linear-outputs",
                    "A linear layer of '" + outputs + "' outputs; expected 1 or more.");
        }
        this.outputs = outputs;
        this.weight = weight;
    }

    /// A linear layer whose weight is filled by an initializer.
    public static Linear of(long outputs, Technique<Initializer> initializer) {
        return new Linear(outputs, (name, shape) -> new Weight.Initialized(name, shape, initializer));
    }

    /// A linear layer whose weight is zero at first: the end of a residual branch, which then starts as the identity.
    /// Anywhere else such a layer passes no gradient on and never learns.
    public static Linear zero(long outputs) {
        return new Linear(outputs, (name, shape) -> new Weight.Constant(name, shape, 0));
    }

    @Override
    public Shape output(Shape input) {
        if (input.rank() != 1) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "linear-input",
                    "A linear layer takes rows of shape [inputs], got " + input + ".");
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
        return new Product(site);
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
        private final MemorySegment w;
        private final MemorySegment b;
        private final Tensor transposed;
        private final Tensor biasSums;
        private final List<Pass> backward;

        Product(Site site) {
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
            this.w = weight.value().data();
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
            MemorySegment dw = weight.gradient().data();
            long rows = site.batch();
            for (long unit = first * UNITS; unit < Math.min(out, (first + count) * UNITS); unit += UNITS) {
                long units = Math.min(UNITS, out - unit);
                product.multiply(true, false, units, in, rows, dy, unit, out, x, 0, in, dw, unit * in, in, true);
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
            kernels.transpose(w, 0, out, in, transposed.data(), 0);
        }
    }
}
