package io.fletching.nn;

import io.fletching.kernels.Kernels;
import io.fletching.linalg.MatrixProduct;
import io.fletching.spi.Shape;
import java.lang.foreign.MemorySegment;

/// Attention in one workspace, a row and a head at a time. With `S = scale · Q·Kᵀ`, `P = softmax(S)` by rows and
/// `Y = P·V` the way back is `dV = Pᵀ·dY`, `dP = dY·Vᵀ`, `dS = P ∘ (dP − Σ dP ∘ P)`, `dQ = scale · dS·K` and
/// `dK = scale · dSᵀ·Q`.
final class Attending implements Operation {
    private final Site site;
    private final Kernels kernels;
    private final MatrixProduct product;
    private final long heads;
    private final boolean causal;
    private final double scale;
    private final long time;
    private final long width;
    private final long head;

    /// The numbers of one matrix of probabilities.
    private final long area;

    /// Of each row and head in training, of each block of rows otherwise.
    private final MemorySegment probabilities;

    /// The gradient of the products, of each block of rows: one call has a block to itself.
    private final MemorySegment gradients;

    Attending(Site site, long heads, boolean causal, double scale) {
        this.site = site;
        this.kernels = Kernels.ofBytes(site.dtype().bytes());
        this.product = site.product();
        this.heads = heads;
        this.causal = causal;
        this.scale = scale;
        this.time = site.y().shape().dim(1);
        this.width = site.y().shape().dim(2);
        this.head = width / heads;
        this.area = time * time;
        long blocks = Math.ceilDiv(site.batch(), site.rowBlock());
        this.probabilities = matrices(site.training() ? site.batch() * heads : blocks);
        this.gradients = matrices(site.training() ? blocks : 0);
    }

    private MemorySegment matrices(long count) {
        return site.allocate(site.dtype(), Shape.of(count, time, time)).data();
    }

    @Override
    public void forward(int pass, long first, long count) {
        for (long row = first; row < first + count; row++) {
            for (long h = 0; h < heads; h++) {
                forward(row, h, site.training() ? (row * heads + h) * area : scratch(first));
            }
        }
    }

    @Override
    public void backward(int pass, long first, long count) {
        for (long row = first; row < first + count; row++) {
            for (long h = 0; h < heads; h++) {
                backward(row, h, (row * heads + h) * area, scratch(first));
            }
        }
    }

    private long scratch(long first) {
        return first / site.rowBlock() * area;
    }

    /// How many positions a position sees.
    private long seen(long position) {
        return causal ? position + 1 : time;
    }

    /// The query of the first position; key and value follow at a distance of the width each.
    private long query(long row, long h) {
        return row * time * 3 * width + h * head;
    }

    private long output(long row, long h) {
        return row * time * width + h * head;
    }

    private void forward(long row, long h, long p) {
        MemorySegment x = site.x().data();
        long q = query(row, h);
        long ld = 3 * width;
        product.multiply(false, true, time, time, head, x, q, ld, x, q + width, ld, probabilities, p, time, false);
        for (long t = 0; t < time; t++) {
            softmax(p + t * time, seen(t));
        }
        product.multiply(
                false,
                false,
                time,
                head,
                time,
                probabilities,
                p,
                time,
                x,
                q + 2 * width,
                ld,
                site.y().data(),
                output(row, h),
                width,
                false);
    }

    /// Of the first `seen` numbers; the others are 0.
    private void softmax(long at, long seen) {
        MemorySegment p = probabilities;
        kernels.scale(p, at, p, at, seen, scale);
        double maximum = kernels.maximum(p, at, seen);
        double sum = kernels.exponentials(p, at, p, at, seen, maximum);
        kernels.scale(p, at, p, at, seen, 1 / sum);
        kernels.fill(p, at + seen, time - seen, 0);
    }

    private void backward(long row, long h, long p, long s) {
        MemorySegment x = site.x().data();
        MemorySegment dx = site.dx().data();
        MemorySegment dy = site.dy().data();
        long q = query(row, h);
        long k = q + width;
        long v = k + width;
        long ld = 3 * width;
        long y = output(row, h);
        product.multiply(true, false, time, head, time, probabilities, p, time, dy, y, width, dx, v, ld, false);
        product.multiply(false, true, time, time, head, dy, y, width, x, v, ld, gradients, s, time, false);
        for (long t = 0; t < time; t++) {
            softmaxBackward(p + t * time, s + t * time, seen(t));
        }
        product.multiply(false, false, time, head, time, gradients, s, time, x, k, ld, dx, q, ld, false);
        product.multiply(true, false, time, head, time, gradients, s, time, x, q, ld, dx, k, ld, false);
    }

    /// From the gradient of probabilities to that of the products, the scale included.
    private void softmaxBackward(long at, long s, long seen) {
        double mean = kernels.dot(gradients, s, probabilities, at, seen);
        kernels.scaleAndShift(gradients, s, gradients, s, seen, scale, -mean * scale);
        kernels.multiply(gradients, s, probabilities, at, gradients, s, seen);
        kernels.fill(gradients, s + seen, time - seen, 0);
    }
}
