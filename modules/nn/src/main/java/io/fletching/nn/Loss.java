package io.fletching.nn;

import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;

/// What training minimizes: a number for each row, whose mean over the batch is the loss.
public interface Loss {

    /// Softmax cross entropy of logits `[rows, classes]` against class numbers, I32 `[rows]`; or of logits
    /// `[rows, time, classes]` against a class number for each position, I32 `[rows, time]`, of which a row has the
    /// mean.
    static Loss crossEntropy() {
        return new CrossEntropy(0);
    }

    /// Softmax cross entropy in which each target keeps `1 - smoothing` and all classes share `smoothing`.
    ///
    /// [Rethinking the Inception Architecture](https://arxiv.org/abs/1512.00567)
    ///
    /// @param smoothing in `[0, 1)`
    static Loss crossEntropy(double smoothing) {
        return new CrossEntropy(smoothing);
    }

    /// Mean squared error of predictions `[rows, outputs]` against targets of the same type and shape.
    static Loss meanSquaredError() {
        return new MeanSquaredError();
    }

    /// Whether targets are class numbers, so that there is an accuracy.
    boolean classifies();

    /// Computes rows `[first, first + count)`; called from several threads at once for different rows.
    ///
    /// @param prediction F32 or F64 `[batch, …]`
    /// @param target `[batch, …]`
    /// @param losses F64 `[batch]`, overwritten: the loss of each row
    /// @param gradient like `prediction`, overwritten: the gradient of each row's loss times `weight`
    /// @param weight the row's share of the whole, such as 1/batch
    void apply(Tensor prediction, Tensor target, Tensor losses, Tensor gradient, long first, long count, double weight);

    /// Checks the type and the shape of targets once, before training starts.
    ///
    /// @param output the shape of a prediction, without the batch axis
    /// @param target `[rows, …]`; it may have no memory
    /// @throws FletchingException of kind `DATA` for targets that cannot be compared with such predictions
    void check(Shape output, Tensor target);

    /// Checks the values of targets `[first, first + count)` before they are learned from or judged by; any value by
    /// default. Allocates nothing.
    ///
    /// @param row what messages call the first of them
    /// @throws FletchingException of kind `DATA` for a value that cannot be compared with such predictions
    default void checkValues(Shape output, Tensor target, long first, long count, long row) {}

    /// A refusal of targets of the wrong type.
    static FletchingException wrongTargets(String loss, String expected, Tensor target) {
        return new FletchingException(
                FletchingException.Kind.DATA,
                "loss-targets",
                "The " + loss + " got targets " + target + "; expected " + expected + ".");
    }
}
