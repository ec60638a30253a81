package io.fletching.nn;

import io.fletching.kernels.Kernels;
import io.fletching.linalg.MatrixProduct;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A convolution by products with [Patches] `p`: `y = W·p + b` and `dp = Wᵀ·dy`, for each group of channels. The
/// gradients of the weights are those of [ConvolutionGradient].
///
/// Scratch memory belongs to blocks of rows: a range of rows uses that of its first.
final class ConvolutionProduct implements Operation {
    private final Kernels kernels;
    private final MatrixProduct product;
    private final Site site;
    private final long groups;
    private final long outputs;
    private final long inputSize;
    private final long outputSize;
    private final Patches patches;
    private final MemorySegment w;
    private final @Nullable Tensor bias;
    private final @Nullable WeightStandardization standardization;
    private final @Nullable ConvolutionGradient gradient;
    private final Tensor spread;
    private final Tensor cut;
    private final Tensor wide;

    ConvolutionProduct(Site site, Window window, long groups, boolean biased, boolean standardized) {
        Tensor weight = site.weight("weight").value();
        this.site = site;
        this.kernels = Kernels.ofBytes(site.dtype().bytes());
        this.product = site.product();
        this.groups = groups;
        this.outputs = weight.shape().dim(0);
        this.inputSize = site.x().shape().rowLength();
        this.outputSize = site.y().shape().rowLength();
        this.patches = Patches.of(kernels, window, site.sample(), site.sample().dim(0));
        this.bias = biased ? site.weight("bias").value() : null;
        this.standardization = standardized ? new WeightStandardization(site, weight) : null;
        this.w = standardization == null ? weight.data() : standardization.weight();
        this.gradient = site.training() ? new ConvolutionGradient(site, window, groups, biased, standardization) : null;
        this.spread = forEachBlock(patches.spreadSize());
        this.cut = forEachBlock(patches.rows() * patches.mostColumns());
        this.wide = forEachBlock(outputs * patches.mostColumns());
    }

    private Tensor forEachBlock(long size) {
        return site.allocate(site.dtype(), Shape.of(Math.ceilDiv(site.batch(), site.rowBlock()), size));
    }

    private static long at(Tensor scratch, long block) {
        return block * scratch.shape().rowLength();
    }

    @Override
    public void forward(int pass, long first, long count) {
        long block = first / site.rowBlock();
        long end = first + count;
        for (long row = first, images; row < end; row += images) {
            images = images(row, end);
            for (long strip = 0; strip < patches.strips(); strip++) {
                forward(block, row, images, strip);
            }
        }
    }

    /// How many images from a row on go through a product together: never those of two blocks.
    private long images(long row, long end) {
        long block = site.rowBlock();
        return Math.min(patches.images(), Math.min(end, (row / block + 1) * block) - row);
    }

    private void forward(long block, long row, long images, long strip) {
        MemorySegment p = cut.data();
        MemorySegment wy = wide.data();
        long pAt = at(cut, block);
        long wyAt = at(wide, block);
        long columns = patches.columns(strip);
        long n = images * columns;
        for (long i = 0; i < images; i++) {
            if (strip == 0) {
                patches.spread(site.x().data(), (row + i) * inputSize, spread.data(), at(spread, block));
            }
            patches.cut(spread.data(), at(spread, block), strip, p, pAt + i * columns, n);
        }
        for (long output = 0; bias != null && output < outputs; output++) {
            kernels.fill(wy, wyAt + output * n, n, bias.get(output));
        }
        long m = outputs / groups;
        long k = patches.rows() / groups;
        for (long g = 0; g < groups; g++) {
            long wAt = g * m * k;
            product.multiply(
                    false, false, m, n, k, w, wAt, k, p, pAt + g * k * n, n, wy, wyAt + g * m * n, n, bias != null);
        }
        for (long i = 0; i < images; i++) {
            patches.narrow(wy, wyAt + i * columns, n, outputs, strip, site.y().data(), (row + i) * outputSize);
        }
    }

    @Override
    public List<Pass> backward() {
        var passes = new ArrayList<>(ROWS);
        if (gradient != null) {
            passes.addAll(gradient.passes());
        }
        return passes;
    }

    @Override
    public void backward(int pass, long first, long count) {
        if (pass > 0) {
            if (gradient != null) {
                gradient.add(pass - 1, first, count);
            }
            return;
        }
        long block = first / site.rowBlock();
        long end = first + count;
        for (long row = first, images; row < end; row += images) {
            images = images(row, end);
            for (long strip = 0; strip < patches.strips(); strip++) {
                backward(block, row, images, strip);
            }
        }
    }

    private void backward(long block, long row, long images, long strip) {
        MemorySegment dp = cut.data();
        MemorySegment wdy = wide.data();
        long dpAt = at(cut, block);
        long wdyAt = at(wide, block);
        long columns = patches.columns(strip);
        long n = images * columns;
        for (long i = 0; i < images; i++) {
            patches.widen(site.dy().data(), (row + i) * outputSize, outputs, strip, wdy, wdyAt + i * columns, n);
        }
        long m = patches.rows() / groups;
        long k = outputs / groups;
        for (long g = 0; g < groups; g++) {
            long wAt = g * m * k;
            product.multiply(
                    true, false, m, n, k, w, wAt, m, wdy, wdyAt + g * k * n, n, dp, dpAt + g * m * n, n, false);
        }
        MemorySegment dx = spread.data();
        long dxAt = at(spread, block);
        for (long i = 0; i < images; i++) {
            if (strip == 0) {
                kernels.fill(dx, dxAt, patches.spreadSize(), 0);
            }
            patches.add(dp, dpAt + i * columns, n, strip, dx, dxAt);
            if (strip == patches.strips() - 1) {
                patches.contract(dx, dxAt, site.dx().data(), (row + i) * inputSize);
            }
        }
    }

    @Override
    public long derived() {
        return standardization == null ? 0 : 1;
    }

    @Override
    public void derive(long first, long count) {
        if (standardization != null) {
            standardization.derive();
        }
    }
}
