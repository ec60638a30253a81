package io.fletching.nn;

import io.fletching.runtime.Technique;
import io.fletching.spi.DType;
import io.fletching.spi.Initializer;
import io.fletching.spi.Shape;
import io.fletching.spi.WeightLayout;
import java.util.Arrays;
import java.util.List;

/// What a layer declares about one of its weights: its name in the layer, its shape, and its first values.
public sealed interface Weight {

    /// The name within the layer, such as `weight`.
    String name();

    /// The shape.
    Shape shape();

    /// A trained weight that starts at one value.
    record Constant(String name, Shape shape, double value) implements Weight {}

    /// A trained weight that an initializer fills, by the fan that its layout tells.
    record Initialized(String name, Shape shape, WeightLayout layout, Technique<Initializer> initializer)
            implements Weight {
        /// A weight laid out as `[out, in, …]`.
        public Initialized(String name, Shape shape, Technique<Initializer> initializer) {
            this(name, shape, WeightLayout.OUT_IN, initializer);
        }
    }

    /// Trained weights of one shape as one, behind one another along the first axis: the matrices of several gates.
    /// Each starts as it would by itself, with the fan of its own shape; their names are not used.
    record Stacked(String name, List<Weight> parts) implements Weight {
        public Stacked {
            parts = List.copyOf(parts);
            if (parts.stream().map(Weight::shape).distinct().count() != 1) {
                throw new IllegalArgumentException("The weight '" + name + "' is stacked of the shapes "
                        + parts.stream().map(Weight::shape).toList() + "; expected one shape.");
            }
        }

        @Override
        public Shape shape() {
            Shape part = parts.getFirst().shape();
            var dims = new long[part.rank()];
            Arrays.setAll(dims, part::dim);
            dims[0] *= parts.size();
            return Shape.of(dims);
        }
    }

    /// A buffer that is saved with the model and not trained, such as a running mean. F32 stands for the type of the
    /// model.
    record Kept(String name, Shape shape, DType type, double value) implements Weight {}
}
