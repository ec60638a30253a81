package io.fletching.nn;

import io.fletching.runtime.Technique;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Shape;
import java.util.ArrayList;
import java.util.List;

/// A convolution of images, `y[o] = b[o] + Σ W[o, c] ⋆ x[c]`, from rows of shape `[channels, height, width]` to
/// `[outputs, places down, places across]`: at each place of a [Window] a linear function of what it sees, the same at
/// all places. `W` has the shape `[outputs, channels / groups, window height, window width]`, `b` that of `[outputs]`,
/// zero at first. As everywhere in the field the window is not turned over.
public final class Convolution implements Layer {
    private final long outputs;
    private final Window window;
    private final WeightMaker weight;
    private final long groups;
    private final boolean biased;
    private final boolean standardized;

    private interface WeightMaker {
        Weight make(String name, Shape shape);
    }

    private Convolution(
            long outputs, Window window, WeightMaker weight, long groups, boolean biased, boolean standardized) {
        if (outputs < 1) {
            throw refusal("outputs", "A convolution with '" + outputs + "' outputs; expected 1 or more.");
        }
        if (groups < 1 || outputs % groups != 0) {
            throw refusal(
                    "groups",
                    "A convolution in '" + groups + "' groups with '" + outputs
                            + "' outputs; expected a number of groups that divides them.");
        }
        this.outputs = outputs;
        this.window = window;
        this.weight = weight;
        this.groups = groups;
        this.biased = biased;
        this.standardized = standardized;
    }

    /// A convolution whose weight is filled by an initializer.
    ///
    /// @param outputs channels of what comes out
    public static Convolution of(long outputs, Window window, Technique<Initializer> initializer) {
        return new Convolution(
                outputs, window, (name, shape) -> new Weight.Initialized(name, shape, initializer), 1, true, false);
    }

    /// A convolution whose weight is zero at first: the end of a residual branch, which then starts as the identity.
    /// Anywhere else such a layer passes no gradient on and never learns.
    public static Convolution zero(long outputs, Window window) {
        return new Convolution(outputs, window, (name, shape) -> new Weight.Constant(name, shape, 0), 1, true, false);
    }

    /// This layer with channels in groups of neighbours, whose outputs see the channels of their own group alone. The
    /// groups divide the channels and the outputs; with one for each channel it is a depthwise convolution.
    public Convolution groups(long groups) {
        return new Convolution(outputs, window, weight, groups, biased, standardized);
    }

    /// This layer without a bias, which a norm behind it takes out anyway.
    public Convolution withoutBias() {
        return new Convolution(outputs, window, weight, groups, false, standardized);
    }

    /// This layer with [weight standardization](https://arxiv.org/abs/1903.10520), as [Linear#standardized()] has it:
    /// of the weights that lead to one output.
    public Convolution standardized() {
        return new Convolution(outputs, window, weight, groups, biased, true);
    }

    @Override
    public Shape output(Shape input) {
        if (input.rank() != 3) {
            throw refusal("input", "A convolution takes rows of shape [channels, height, width], got " + input + ".");
        }
        if (input.dim(0) % groups != 0) {
            throw refusal(
                    "groups",
                    "A convolution in '" + groups + "' groups takes rows of shape " + input
                            + "; expected a number of groups that divides the '" + input.dim(0) + "' channels.");
        }
        long down = window.placesDown(input.dim(1));
        long across = window.placesAcross(input.dim(2));
        if (input.size() == 0 || down < 1 || across < 1) {
            throw refusal(
                    "window",
                    "A window of '" + window.height() + "' by '" + window.width() + "' with dilation '"
                            + window.dilation() + "' and padding '" + window.padding() + "' does not fit rows of shape "
                            + input + "; choose a smaller window or more padding.");
        }
        return Shape.of(outputs, down, across);
    }

    @Override
    public List<Weight> weights(Shape input) {
        var weights = new ArrayList<Weight>();
        weights.add(weight.make("weight", Shape.of(outputs, input.dim(0) / groups, window.height(), window.width())));
        if (biased) {
            weights.add(new Weight.Constant("bias", Shape.of(outputs), 0));
        }
        return weights;
    }

    @Override
    public Operation plan(Site site) {
        return new ConvolutionProduct(site, window, groups, biased, standardized);
    }

    private static FletchingException refusal(String code, String message) {
        return new FletchingException(FletchingException.Kind.USER, "convolution-" + code, message);
    }
}
