package io.fletching.provider.batchnorm;

import static io.fletching.kernels.RowKernels.NONE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;

import io.fletching.kernels.Kernels;
import io.fletching.spi.State;
import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Samples of several values a channel, such as images: a part is a row of `places` neighbours for each sample and
/// channel.
record Planes(long channels, long places, boolean affine) implements Sweeps {
    private static final ValueLayout.OfDouble DOUBLE = JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    @Override
    public void moments(Tensor x, MemorySegment sums, long meanAt, long deviationsAt) {
        var kernels = Kernels.ofBytes(x.dtype().bytes());
        for (long channel = 0; channel < channels; channel++) {
            double sum = 0;
            for (long at = channel * places; at < x.size(); at += channels * places) {
                sum += kernels.sum(x.data(), at, places);
            }
            double mean = x.size() == 0 ? 0 : sum / ((double) x.size() / channels);
            double deviations = 0;
            for (long at = channel * places; at < x.size(); at += channels * places) {
                deviations += kernels.sumOfSquaredDeviations(x.data(), at, places, mean);
            }
            put(sums, meanAt + channel, mean);
            put(sums, deviationsAt + channel, deviations);
        }
    }

    @Override
    public void normalize(Tensor x, Tensor y, State state) {
        var kernels = Kernels.ofBytes(x.dtype().bytes());
        var mean = state.get(Channels.MEAN).data();
        var scale = state.get(Channels.SCALE).data();
        for (long at = 0; at < x.size(); at += channels * places) {
            kernels.rowNormalize(x.data(), at, mean, 0, scale, 0, NONE, 0, NONE, 0, y.data(), at, channels, places);
            for (long channel = 0; affine && channel < channels; channel++) {
                long from = at + channel * places;
                double beta = state.get(Channels.BETA).get(channel);
                kernels.scaleAndShift(y.data(), from, y.data(), from, places, 1, beta);
            }
        }
    }

    @Override
    public void gradients(Tensor x, Tensor dy, State state, MemorySegment sums, long gradientAt, long productAt) {
        var kernels = Kernels.ofBytes(x.dtype().bytes());
        for (long channel = 0; channel < channels; channel++) {
            double mean = state.get(Channels.MEAN).get(channel);
            double gradient = 0;
            double product = 0;
            for (long at = channel * places; at < x.size(); at += channels * places) {
                gradient += kernels.sum(dy.data(), at, places);
                product += kernels.deviationDot(x.data(), at, dy.data(), at, places, mean);
            }
            put(sums, gradientAt + channel, gradient);
            put(sums, productAt + channel, product * state.get(Channels.INVERSE).get(channel));
        }
    }

    @Override
    public void normalizeBackward(Tensor x, Tensor dy, Tensor dx, State state) {
        var kernels = Kernels.ofBytes(x.dtype().bytes());
        var mean = state.get(Channels.MEAN).data();
        var inverse = state.get(Channels.INVERSE).data();
        for (long at = 0; at < x.size(); at += channels * places) {
            // dx holds first z, then what is taken off.
            kernels.rowNormalize(x.data(), at, mean, 0, inverse, 0, NONE, 0, NONE, 0, dx.data(), at, channels, places);
            for (long channel = 0; channel < channels; channel++) {
                long from = at + channel * places;
                double scale = state.get(Channels.SCALE).get(channel);
                double product = state.get(Channels.MEAN_PRODUCT).get(channel);
                double gradient = state.get(Channels.MEAN_GRADIENT).get(channel);
                kernels.scaleAndShift(dx.data(), from, dx.data(), from, places, -scale * product, -scale * gradient);
                kernels.addScaled(dy.data(), from, dx.data(), from, places, scale);
            }
        }
    }

    private static void put(MemorySegment doubles, long index, double value) {
        doubles.set(DOUBLE, index * Double.BYTES, value);
    }
}
