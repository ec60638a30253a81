package io.fletching.provider.adamw;

import io.fletching.kernels.KernelChoice;
import java.lang.foreign.MemorySegment;

/// The fused loop of [AdamW]: one sweep over parameter, gradient and moments. Its two twins give the same bits.
interface Moments {

    /// The twin of this JVM.
    static Moments active(double beta1, double beta2, double eps) {
        var scalar =
                new ScalarMoments((float) beta1, (float) (1 - beta1), (float) beta2, (float) (1 - beta2), (float) eps);
        return KernelChoice.choose(() -> scalar, () -> new VectorMoments(scalar));
    }

    /// Updates the elements `[from, n)`.
    ///
    /// @param largest the largest second moment so far; `second` itself where that is not kept, because the larger of a
    ///     number and itself changes nothing
    /// @param scale multiplies the gradient
    /// @param kept the share of the parameter that weight decay leaves
    /// @param rate lr / (1 − β₁ᵗ)
    /// @param correction 1 / √(1 − β₂ᵗ)
    void step(
            MemorySegment parameter,
            MemorySegment gradient,
            MemorySegment first,
            MemorySegment second,
            MemorySegment largest,
            long from,
            long n,
            float scale,
            float kept,
            float rate,
            float correction);
}
