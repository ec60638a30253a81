package io.fletching.nn;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Shape;

/// The last position of a sequence, `[time, …]` to `[…]`: what a recurrent layer knows at the end, or what causal
/// attention says of the whole.
public record LastPosition() implements Layer {

    @Override
    public Shape output(Shape input) {
        return PerPosition.position("The last position", input);
    }

    @Override
    public Operation plan(Site site) {
        Kernels kernels = Kernels.ofBytes(site.dtype().bytes());
        long row = site.sample().size();
        long width = site.y().shape().rowLength();
        return new Operation() {
            @Override
            public void forward(int pass, long first, long count) {
                var x = site.x().data();
                var y = site.y().data();
                for (long r = first; r < first + count; r++) {
                    kernels.copy(x, (r + 1) * row - width, y, r * width, width);
                }
            }

            @Override
            public void backward(int pass, long first, long count) {
                var dx = site.dx().data();
                var dy = site.dy().data();
                kernels.fill(dx, first * row, count * row, 0);
                for (long r = first; r < first + count; r++) {
                    kernels.copy(dy, r * width, dx, (r + 1) * row - width, width);
                }
            }
        };
    }
}
