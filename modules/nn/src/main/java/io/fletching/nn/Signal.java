package io.fletching.nn;

import io.fletching.runtime.Halves;
import io.fletching.spi.Tensor;
import org.jspecify.annotations.Nullable;

/// What passes between two layers, or comes back as its gradient, for each row of a batch: a tensor that layers read
/// and write, and where the model keeps it in two bytes, if it does.
///
/// What is kept is rounded in the tensor as well, so that all who read it see what is kept. A tensor whose content is
/// kept may be lent to other signals, and is fetched again where it is read later.
final class Signal {
    private final Tensor tensor;
    private @Nullable Tensor kept;

    Signal(Tensor tensor) {
        this.tensor = tensor;
    }

    /// As layers see it, `[batch, …]`.
    Tensor tensor() {
        return tensor;
    }

    boolean isKept() {
        return kept != null;
    }

    /// From now on it is kept there.
    void keepIn(Tensor half) {
        kept = half;
    }

    /// Keeps rows `[first, first + count)`.
    void keep(long first, long count) {
        if (kept != null) {
            long width = tensor.shape().rowLength();
            Halves.narrow(tensor, kept, first * width, count * width);
            Halves.widen(kept, tensor, first * width, count * width);
        }
    }

    /// Brings kept rows `[first, first + count)` back.
    void fetch(long first, long count) {
        if (kept != null) {
            long width = tensor.shape().rowLength();
            Halves.widen(kept, tensor, first * width, count * width);
        }
    }
}
