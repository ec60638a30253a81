package io.fletching.spi;

/// Moves parameters along their gradients.
public non-sealed interface Optimizer extends Provider {

    /// Checks what single options cannot say (Nesterov without momentum), once for each parameter group.
    ///
    /// @throws FletchingException of kind `USER` where the options contradict one another
    Rule bind(Options options);

    /// A bound optimizer: immutable, called by many threads at once.
    interface Rule {

        /// State, cut and passes for this parameter; they may differ by shape. Asked at plan time, perhaps several
        /// times; the answer is always the same.
        ///
        /// @throws FletchingException [FletchingException#unsupported] where the rule cannot update such a parameter
        StateLayout layout(Parameter parameter);

        /// Computes the numbers that depend on the update alone, such as bias corrections. Pure; runs on one thread,
        /// once for each distinct (rule, number, learning rate, decay) of an update.
        ///
        /// @param scalars as long as the layout's [StateLayout#scalarCount()]; read back with [Step#scalar(int)]
        default void prepare(Update update, double[] scalars) {}

        /// One call of one pass: updates its part of the parameter and of the state, in place.
        ///
        /// @param parameter F32, writable in passes of parts
        /// @param gradient F32, read-only; every element is to be multiplied by [Step#gradientScale()] first
        void step(Tensor parameter, Tensor gradient, State state, Step step);

        /// Whether evaluation uses other weights than training, as schedule-free rules do. The host judges, saves and
        /// hands out the model with those, and trains on with the parameter. Such weights are averages, which need no
        /// falling rate: where nobody asks for a schedule, the host keeps the rate constant behind a warm-up.
        default boolean hasEvaluationWeights() {
            return false;
        }

        /// Writes the evaluation weights of a part to `out`, and nothing else. Before the first update
        /// (`step.number() == 0`) they are the parameter.
        default void evaluationWeights(Tensor parameter, State state, Tensor out, Step step) {
            throw new UnsupportedOperationException("This rule has no evaluation weights.");
        }
    }
}
