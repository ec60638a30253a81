package io.fletching.nn;

/// What came of a training.
///
/// @param steps steps taken, those left out included
/// @param seconds the time the steps took, without validation
/// @param training the score on the training examples, at the end
/// @param validation the score on the validation examples, at the end, or [Score#NONE]
public record TrainingResult(long steps, double seconds, Score training, Score validation) {

    /// Milliseconds of a step.
    public double millisecondsPerStep() {
        return steps == 0 ? 0 : seconds * 1e3 / steps;
    }
}
