package io.fletching.nn;

/// What came of a training.
///
/// @param steps steps taken, those left out included
/// @param seconds the time the steps took, without validation
/// @param training the score on the training examples, at the end; [Score#NONE] where the training was stopped
/// @param validation the score on the validation examples, at the end of the last epoch that was not cut, or
///     [Score#NONE]
/// @param stopped whether the training ended because [Training#stopWhen] said so
public record TrainingResult(long steps, double seconds, Score training, Score validation, boolean stopped) {

    /// Milliseconds of a step.
    public double millisecondsPerStep() {
        return steps == 0 ? 0 : seconds * 1e3 / steps;
    }
}
