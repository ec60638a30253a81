package io.fletching.spi;

/// Bounds gradients before the step.
///
/// The runtime has measured every gradient once before a clipper is asked, so a clipper that decides from norms touches
/// no memory: it answers with factors, which are folded into the step.
public non-sealed interface Clipper extends Provider {

    /// Checks what single options cannot say.
    ///
    /// @throws FletchingException of kind `USER` where the options contradict one another
    Rule bind(Options options);

    /// A bound clipper: immutable, called by many threads at once.
    interface Rule {

        /// What it remembers from update to update, in FIXED slots alone; saved in checkpoints.
        default StateLayout history() {
            return StateLayout.none();
        }

        /// How many sums of its own it needs from each gradient, beside the standard ones.
        default int measures() {
            return 0;
        }

        /// Adds this part's share to the sums.
        ///
        /// @param gradient F32, read-only, without the pending factor
        /// @param sums [#measures()] float64 sums
        default void measure(Tensor gradient, double[] sums) {}

        /// Numbers in, factors out; one thread.
        default void decide(Gradients gradients, State history) {}

        /// What [#edit] needs for this parameter. `StateLayout.none()` where memory need not be touched.
        default StateLayout edits(Parameter parameter) {
            return StateLayout.none();
        }

        /// Changes a part of the gradient in place; pending factors are already multiplied in.
        default void edit(Tensor gradient, Tensor parameter, State state, Call call) {}
    }

    /// What becomes of an update in which some gradient is not finite.
    ///
    /// A clipper offers it as the option named [#ON_NON_FINITE]; the host reads it, as it reads the learning rate of an
    /// optimizer, because the decision falls before any clipper runs.
    enum NonFinite {
        /// The update fails with the parameter's name; nothing is written.
        REFUSE,
        /// The update is left out and counted; nothing is written.
        SKIP,
        /// The update goes on, and the values that are not finite reach the weights.
        PROPAGATE
    }

    /// The reserved option by which a clipper lets its user say what a non-finite gradient does; read by the host.
    Option<NonFinite> ON_NON_FINITE =
            Option.choice("on-non-finite", "What a gradient that is not finite does to the update", NonFinite.REFUSE);
}
