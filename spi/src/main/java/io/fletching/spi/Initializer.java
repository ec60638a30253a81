package io.fletching.spi;

import java.util.Set;

/// Gives a parameter its first values.
public non-sealed interface Initializer extends Provider {

    /// Checks what single options cannot say, and returns the filling.
    ///
    /// @throws FletchingException of kind `USER` where the options contradict one another
    Filler bind(Options options);

    /// F32, and F64 for models whose gradients are checked.
    @Override
    default Set<DType> types() {
        return Set.of(DType.F32, DType.F64);
    }

    /// A bound initializer: immutable, called by many threads at once. It has one abstract method, so a lambda will do.
    interface Filler {

        /// How the work on this parameter may be cut, and the scratch it needs. Asked at plan time, perhaps several
        /// times; the answer is always the same.
        default StateLayout layout(Parameter parameter) {
            return StateLayout.elementwise();
        }

        /// Writes every element of its part.
        ///
        /// @param values the part of the parameter: a flat range of elements under [Scope#ELEMENT], whole rows under
        ///     [Scope#ROW], all of it under [Scope#TENSOR]
        void fill(Tensor values, State state, Fill fill);
    }
}
