package io.fletching.nn;

/// Sees training as it goes, on the thread that called [Training#run]. What it throws ends the training.
public interface TrainingListener {

    /// After every step.
    default void step(StepReport step) {}

    /// After every epoch and its validation.
    default void epoch(EpochReport epoch) {}
}
