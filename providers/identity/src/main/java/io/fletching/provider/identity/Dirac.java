package io.fletching.provider.identity;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Fill;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Tensor;
import io.fletching.spi.WeightLayout;

/// The delta function of Dirac in the middle of a convolution's field, from as many inputs as there are outputs
/// for, in each group of outputs: [DiracNets](https://arxiv.org/abs/1706.00388). A matrix is a convolution whose
/// field is one element.
public final class Dirac implements Initializer {
    static final Option<Long> GROUPS = Option.integer("groups", "Groups of outputs", 1, 1, Long.MAX_VALUE);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "dirac", "Passes inputs on: a one in the middle of a convolution's field", GROUPS)
            .paper("https://arxiv.org/abs/1706.00388");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Filler bind(Options options) {
        return new Delta(options.get(GROUPS));
    }

    private record Delta(long groups) implements Filler {
        @Override
        public StateLayout layout(Parameter parameter) {
            if (parameter.shape().rank() < 2) {
                throw FletchingException.unsupported(
                        parameter, "'dirac' needs outputs and inputs, and this is a vector.");
            }
            long outputs = parameter.shape().dim(parameter.outputAxis());
            if (outputs % groups != 0) {
                throw FletchingException.unsupported(
                        parameter, "'dirac' has groups '" + groups + "', which do not divide its outputs.");
            }
            return StateLayout.elementwise();
        }

        @Override
        public void fill(Tensor values, State state, Fill fill) {
            Kernels.ofBytes(values.dtype().bytes()).fill(values.data(), 0, values.size(), 0);
            var parameter = fill.parameter();
            Shape shape = parameter.shape();
            boolean outputsFirst = parameter.layout() == WeightLayout.OUT_IN;
            int fieldAxis = outputsFirst ? 2 : 0;
            long outputs = shape.dim(outputsFirst ? 0 : shape.rank() - 1);
            long inputs = shape.dim(outputsFirst ? 1 : shape.rank() - 2);
            long field = 1;
            long middle = 0;
            for (int axis = fieldAxis; axis < fieldAxis + shape.rank() - 2; axis++) {
                field *= shape.dim(axis);
                middle = middle * shape.dim(axis) + shape.dim(axis) / 2;
            }
            long each = outputs / groups;
            for (long output = 0; output < outputs; output++) {
                long input = output % each;
                long i = outputsFirst
                        ? (output * inputs + input) * field + middle
                        : (middle * inputs + input) * outputs + output;
                if (input < inputs && i >= fill.first() && i < fill.first() + fill.count()) {
                    values.set(i - fill.first(), 1);
                }
            }
        }
    }
}
