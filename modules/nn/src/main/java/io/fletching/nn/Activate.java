package io.fletching.nn;

import io.fletching.kernels.Activation;
import io.fletching.kernels.Kernels;
import io.fletching.spi.Shape;

/// An activation function on every element, `y = f(x)`.
///
/// @param function which
public record Activate(Activation function) implements Layer {

    @Override
    public Shape output(Shape input) {
        return input;
    }

    @Override
    public Operation plan(Site site) {
        Kernels kernels = Kernels.ofBytes(site.dtype().bytes());
        long width = site.x().shape().rowLength();
        return new Operation() {
            @Override
            public void forward(int pass, long first, long count) {
                long at = first * width;
                kernels.activate(function, site.x().data(), at, site.y().data(), at, count * width);
            }

            @Override
            public void backward(int pass, long first, long count) {
                var x = site.x().data();
                long at = first * width;
                kernels.activateBackward(
                        function, x, at, site.dy().data(), at, site.dx().data(), at, count * width);
            }
        };
    }
}
