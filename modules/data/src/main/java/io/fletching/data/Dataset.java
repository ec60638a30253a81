package io.fletching.data;

import io.fletching.arrow.Memory;
import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Examples in memory, ready for training: one row an example. It owns its memory; the caller closes it.
///
/// @param memory what the tensors lie in
/// @param features F32 `[rows, width]`, standardised unless that was declined; an image is one row
/// @param targets for classes I32 `[rows]`, positions in [#classes()]; for regression F32 `[rows, 1]`, standardised
///     unless that was declined: a mean squared error of them is then a share of the label's variance over the training
///     rows, 1 being that of their mean, and [Preparation#restore(double)] leads back to the label's unit
/// @param preparation what was done to the raw columns
public record Dataset(Memory memory, Tensor features, Tensor targets, Preparation preparation) implements Rows {

    @Override
    public long rows() {
        return features.shape().rows();
    }

    @Override
    public void read(long first, long count, Tensor features, Tensor targets, long at) {
        Objects.checkFromIndexSize(first, count, rows());
        copy(this.features, first, count, features, at);
        copy(this.targets, first, count, targets, at);
    }

    private void copy(Tensor from, long first, long count, Tensor to, long at) {
        long row = from.data().byteSize() / rows();
        MemorySegment.copy(from.data(), first * row, to.data(), at * row, count * row);
    }

    @Override
    public void close() {
        memory.close();
    }
}
