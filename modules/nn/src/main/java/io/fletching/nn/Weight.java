package io.fletching.nn;

import io.fletching.runtime.Technique;
import io.fletching.spi.DType;
import io.fletching.spi.Initializer;
import io.fletching.spi.Shape;
import io.fletching.spi.WeightLayout;

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

    /// A buffer that is saved with the model and not trained, such as a running mean. F32 stands for the type of the
    /// model.
    record Kept(String name, Shape shape, DType type, double value) implements Weight {}
}
