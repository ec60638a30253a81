package io.fletching.data;

import io.fletching.arrow.Memory;
import io.fletching.spi.Tensor;
import java.util.List;

/// Examples ready for training: one row an example. It owns its memory; the caller closes it.
///
/// @param memory what the tensors lie in
/// @param features F32 `[rows, width]`, standardised unless that was declined; an image is one row
/// @param targets for classes I32 `[rows]`, positions in [#classes()]; for regression F32 `[rows, 1]`, standardised
///     unless that was declined: a mean squared error of them is then a share of the label's variance over the training
///     rows, 1 being that of their mean, and [Preparation#restore(double)] leads back to the label's unit
/// @param preparation what was done to the raw columns
public record Dataset(Memory memory, Tensor features, Tensor targets, Preparation preparation)
        implements AutoCloseable {

    public long rows() {
        return features.shape().rows();
    }

    /// The number of features of a row.
    public long width() {
        return features.shape().rowLength();
    }

    /// Whether classes are predicted, and not numbers.
    public boolean classification() {
        return preparation.target() instanceof Preparation.Classes;
    }

    /// The names of the classes in the order of their codes; none for regression.
    public List<String> classes() {
        return preparation.target() instanceof Preparation.Classes classes ? classes.values() : List.of();
    }

    @Override
    public void close() {
        memory.close();
    }
}
