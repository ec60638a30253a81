package io.fletching.nn;

/// How good a model is on some examples.
///
/// @param loss the mean loss of a row
/// @param accuracy the share of targets that are the class of the largest output; NaN where the loss does not classify
/// @param rows how many rows were judged
public record Score(double loss, double accuracy, long rows) {
    /// The score over no examples.
    public static final Score NONE = new Score(Double.NaN, Double.NaN, 0);
}
