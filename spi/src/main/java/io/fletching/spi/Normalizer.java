package io.fletching.spi;

import java.util.Set;

/// Normalizes activations, forward and backward.
public non-sealed interface Normalizer extends Provider {

    /// The reserved option by which a normalizer that keeps running statistics averages all batches of training alike,
    /// by [NormCall#number()], whatever else it would do. The host sets it to compute statistics anew over a data set.
    Option<Boolean> CUMULATIVE = Option.flag("cumulative", "Average all batches alike; momentum is not used", false);

    /// Checks the options against the shape to normalize.
    ///
    /// @param sample the shape of one sample, without the batch axis; the batch size may change from call to call
    /// @throws FletchingException of kind `USER` where options and shape do not go together
    Norm bind(Options options, Shape sample);

    /// F32, and F64 for models whose gradients are checked.
    @Override
    default Set<DType> types() {
        return Set.of(DType.F32, DType.F64);
    }

    /// The three ways in which a norm runs.
    enum Phase {
        /// Forward in training.
        TRAIN,
        /// Forward in evaluation.
        EVALUATE,
        /// The gradients.
        BACKWARD
    }

    /// A bound normalizer: immutable, called by many threads at once.
    ///
    /// Its KEPT and LEARNED slots are FIXED ones; SAVED slots go from forward to backward. Tensors are F32, or F64
    /// where a gradient check asks for it.
    interface Norm {

        /// State, cut and passes of a phase. One pass of parts in TRAIN says that rows do not depend on one another.
        StateLayout layout(Phase phase);

        /// How many rows a sample has; a row is what a [Scope#ROW] part never splits.
        default long rowsPerSample() {
            return 1;
        }

        /// One call of one pass of `TRAIN` or `EVALUATE`: overwrites its part of `y`.
        ///
        /// @param x read-only
        void forward(Tensor x, Tensor y, State state, NormCall call);

        /// One call of one pass of `BACKWARD`: overwrites its part of `dx` and *adds* to the gradients of
        /// learned slots.
        ///
        /// @param x read-only, what forward saw
        /// @param dy read-only, the gradient of y
        void backward(Tensor x, Tensor dy, Tensor dx, State state, NormCall call);
    }
}
