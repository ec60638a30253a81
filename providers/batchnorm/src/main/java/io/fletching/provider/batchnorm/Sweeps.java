package io.fletching.provider.batchnorm;

import io.fletching.spi.State;
import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;

/// The ways over the values of a part, by the slots of [Channels].
interface Sweeps {

    /// Writes the mean of each channel and the sum of its squared deviations from it.
    ///
    /// @param sums F64
    void moments(Tensor x, MemorySegment sums, long meanAt, long deviationsAt);

    /// `y = (x − mean) · scale + beta`
    void normalize(Tensor x, Tensor y, State state);

    /// Writes for each channel the sum of dy, and that of dy times the normalized x.
    ///
    /// @param sums F64
    void gradients(Tensor x, Tensor dy, State state, MemorySegment sums, long gradientAt, long productAt);

    /// `dx = scale · (dy − mean gradient − z · mean product)` with the normalized x `z`
    void normalizeBackward(Tensor x, Tensor dy, Tensor dx, State state);
}
