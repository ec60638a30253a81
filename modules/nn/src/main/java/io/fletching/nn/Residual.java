package io.fletching.nn;

import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;

/// A residual connection, `y = x + body(x)`: the gradient reaches `x` undiminished, however deep the network is.
///
/// [Deep Residual Learning for Image Recognition](https://arxiv.org/abs/1512.03385)
///
/// @param body the branch; its output has the shape of its input
public record Residual(Network body) implements Network {

    @Override
    public Shape output(Shape input) {
        Shape branch = body.output(input);
        if (!branch.equals(input)) {
            throw new FletchingException(
                    FletchingException.Kind.USER,
                    "residual-shape",
                    "A residual branch turns rows of shape " + input + " into " + branch
                            + "; expected the same shape, since the two are added.");
        }
        return input;
    }
}
