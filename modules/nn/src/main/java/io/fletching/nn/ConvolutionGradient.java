package io.fletching.nn;

import io.fletching.kernels.Kernels;
import io.fletching.linalg.MatrixProduct;
import io.fletching.spi.DType;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The gradients of a convolution's weights, `dW += Σ dy·pᵀ` with [Patches] `p`, and `db += Σ dy`.
///
/// They are cut by input channels, since cutting patches costs more than reading outputs twice. The product of each
/// piece is added in float64, in the order of rows: there are as many summands as places, in all images of a batch.
final class ConvolutionGradient {
    /// Input channels of a unit of work.
    private static final long CHANNELS = 32;

    private final Kernels kernels;
    private final MatrixProduct product;
    private final Site site;
    private final long outputs;
    private final long inputSize;
    private final long outputSize;
    private final long elements;
    private final long imageSize;
    private final long groupInputs;
    private final long groupOutputs;
    private final Unit[] units;
    private final Tensor weight;
    private final @Nullable Tensor bias;
    private final Tensor biasSums;
    private final @Nullable WeightStandardization standardization;

    private final Tensor spread;
    private final Tensor cut;
    private final Tensor wide;
    private final Tensor turned;
    private final Tensor found;
    private final Tensor sums;
    private final Tensor turnedSums;

    /// Channels `[channel, channel + groups · channels)`, which are `groups` whole groups or a part of one.
    ///
    /// @param channels of one group
    /// @param output the first that sees them
    private record Unit(long channel, long channels, long groups, long output, Patches patches) {}

    ConvolutionGradient(
            Site site, Window window, long groups, boolean biased, @Nullable WeightStandardization standardization) {
        long channels = site.sample().dim(0);
        this.site = site;
        this.kernels = Kernels.ofBytes(site.dtype().bytes());
        this.product = site.product();
        this.outputs = site.y().shape().dim(1);
        this.inputSize = site.x().shape().rowLength();
        this.outputSize = site.y().shape().rowLength();
        this.elements = window.elements();
        this.imageSize = inputSize / channels;
        this.groupInputs = channels / groups;
        this.groupOutputs = outputs / groups;
        this.weight = site.weight("weight").gradient();
        this.bias = biased ? site.weight("bias").gradient() : null;
        this.standardization = standardization;
        this.units = units(window, channels);
        this.biasSums = site.allocate(DType.F64, Shape.of(outputs));
        long columns = most(unit -> unit.patches.mostColumns());
        long weights = most(unit -> unit.patches.rows() * groupOutputs);
        this.spread = forEachUnit(site.dtype(), most(unit -> unit.patches.spreadSize()));
        this.cut = forEachUnit(site.dtype(), most(unit -> unit.patches.rows() * unit.patches.mostColumns()));
        this.wide = forEachUnit(site.dtype(), most(unit -> unit.groups) * groupOutputs * columns);
        this.turned = forEachUnit(site.dtype(), wide.shape().rowLength());
        this.found = forEachUnit(site.dtype(), weights);
        this.sums = forEachUnit(DType.F64, weights);
        this.turnedSums = forEachUnit(DType.F64, weights);
    }

    private Unit[] units(Window window, long channels) {
        var found = new ArrayList<Unit>();
        long part = Math.min(CHANNELS, groupInputs);
        long together = Math.max(1, CHANNELS / groupInputs);
        for (long channel = 0, end; channel < channels; channel = end) {
            long group = channel / groupInputs;
            end = together > 1
                    ? Math.min(channels, channel + together * groupInputs)
                    : Math.min((group + 1) * groupInputs, channel + part);
            long groups = Math.ceilDiv(end - channel, groupInputs);
            Patches patches = Patches.of(kernels, window, site.sample(), end - channel);
            found.add(new Unit(channel, (end - channel) / groups, groups, group * groupOutputs, patches));
        }
        return found.toArray(Unit[]::new);
    }

    private long most(ToLongFunction<Unit> size) {
        return Arrays.stream(units).mapToLong(size).max().orElseThrow();
    }

    private Tensor forEachUnit(DType type, long size) {
        return site.allocate(type, Shape.of(units.length, size));
    }

    private static long at(Tensor scratch, int unit) {
        return unit * scratch.shape().rowLength();
    }

    /// The units that see all rows, and with standardized weights the way from their gradient to that of the weights.
    List<Pass> passes() {
        Pass all = Pass.shares(units.length);
        return standardization == null ? List.of(all) : List.of(all, Pass.shares(outputs));
    }

    /// Does a range of the units of a pass.
    void add(int pass, long first, long count) {
        if (pass == 1 && standardization != null) {
            standardization.backward(weight.data(), first, count);
            return;
        }
        for (int unit = (int) first; unit < first + count; unit++) {
            sum(unit);
            finish(unit);
        }
        if (first == 0 && bias != null) {
            addBias(bias);
        }
    }

    private void sum(int number) {
        Unit unit = units[number];
        kernels.fill(found.data(), at(found, number), found.shape().rowLength(), 0);
        Kernels.f64().fill(sums.data(), at(sums, number), sums.shape().rowLength(), 0);
        for (long row = 0, images; row < site.batch(); row += images) {
            images = Math.min(unit.patches.images(), site.batch() - row);
            for (long strip = 0; strip < unit.patches.strips(); strip++) {
                sum(number, unit, row, images, strip);
            }
        }
    }

    private void sum(int number, Unit unit, long row, long images, long strip) {
        Patches patches = unit.patches;
        MemorySegment dy = site.dy().data();
        long spreadAt = at(spread, number);
        long cutAt = at(cut, number);
        long wideAt = at(wide, number);
        long turnedAt = at(turned, number);
        long columns = patches.columns(strip);
        long n = images * columns;
        long seeing = unit.groups * groupOutputs;
        for (long i = 0; i < images; i++) {
            if (strip == 0) {
                long x = (row + i) * inputSize + unit.channel * imageSize;
                patches.spread(site.x().data(), x, spread.data(), spreadAt);
            }
            patches.cut(spread.data(), spreadAt, strip, cut.data(), cutAt + i * columns, n);
            long dyAt = (row + i) * outputSize + unit.output * (outputSize / outputs);
            patches.widen(dy, dyAt, seeing, strip, wide.data(), wideAt + i * columns, n);
        }
        kernels.transpose(wide.data(), wideAt, seeing, n, turned.data(), turnedAt);
        long m = unit.channels * elements;
        long size = m * groupOutputs;
        for (long g = 0; g < unit.groups; g++) {
            product.multiply(
                    false,
                    false,
                    m,
                    groupOutputs,
                    n,
                    cut.data(),
                    cutAt + g * m * n,
                    n,
                    turned.data(),
                    turnedAt + g * groupOutputs,
                    seeing,
                    found.data(),
                    at(found, number) + g * size,
                    groupOutputs,
                    false);
        }
        kernels.columnSums(found.data(), at(found, number), 1, unit.groups * size, sums.data(), at(sums, number));
    }

    /// Adds the sums `[inputs, outputs]` of a unit to the gradient `[outputs, inputs]`.
    private void finish(int number) {
        Unit unit = units[number];
        MemorySegment to = standardization == null ? weight.data() : standardization.gradient();
        long inputs = unit.channels * elements;
        long rowLength = groupInputs * elements;
        long size = inputs * groupOutputs;
        for (long g = 0; g < unit.groups; g++) {
            long from = at(turnedSums, number) + g * size;
            Kernels.f64()
                    .transpose(sums.data(), at(sums, number) + g * size, inputs, groupOutputs, turnedSums.data(), from);
            for (long o = 0; o < groupOutputs; o++) {
                long row = unit.output + g * groupOutputs + o;
                long at = row * rowLength + unit.channel % groupInputs * elements;
                if (standardization != null) {
                    kernels.fill(to, at, inputs, 0);
                }
                kernels.addSums(turnedSums.data(), from + o * inputs, to, at, inputs);
            }
        }
    }

    private void addBias(Tensor gradient) {
        long places = outputSize / outputs;
        for (long o = 0; o < outputs; o++) {
            double sum = 0;
            for (long row = 0; row < site.batch(); row++) {
                sum += kernels.sum(site.dy().data(), row * outputSize + o * places, places);
            }
            biasSums.set(o, sum);
        }
        kernels.addSums(biasSums.data(), 0, gradient.data(), 0, outputs);
    }
}
