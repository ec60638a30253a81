package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.kernels.Activation;
import io.fletching.nn.Activate;
import io.fletching.nn.Convolution;
import io.fletching.nn.Differentiator;
import io.fletching.nn.Layer;
import io.fletching.nn.Linear;
import io.fletching.nn.Model;
import io.fletching.nn.Window;
import io.fletching.reference.Outputs.Tolerance;
import io.fletching.runtime.Variable;
import io.fletching.runtime.Workers;
import io.fletching.spi.Shape;

/// Single layers, forward and backward: `x` and `dy` give `y`, `dx`, and the gradient `dw` of each weight `w`.
final class Layers {
    /// The slope of our leaky ReLU for negative numbers, which has no option.
    private static final double SLOPE = 0.01;

    private Layers() {}

    /// An activation of tensors of any shape.
    static Operation activation(Activation function) {
        return (figures, outputs) -> {
            figures.requireOptions();
            check(new Activate(function), figures.input("x").shape().rowLength(), figures, outputs);
        };
    }

    /// Leaky ReLU; a case of another slope than ours fails.
    static Operation leakyRelu() {
        return (figures, outputs) -> {
            figures.requireOptions("negative_slope");
            assertThat(figures.options().path("negative_slope").asDouble(SLOPE))
                    .as("negative slope")
                    .isEqualTo(SLOPE);
            check(
                    new Activate(Activation.LEAKY_RELU),
                    figures.input("x").shape().rowLength(),
                    figures,
                    outputs);
        };
    }

    /// A linear layer on the last axis, with or without a bias.
    static Operation linear() {
        return (figures, outputs) -> {
            figures.requireOptions("weight_layout");
            assertThat(figures.options().path("weight_layout").asText("out x in"))
                    .as("weight layout")
                    .isEqualTo("out x in");
            var weight = figures.input("weight").shape();
            check(Linear.zero(weight.dim(0)), weight.dim(1), figures, outputs);
        };
    }

    /// A convolution of images with a square window.
    static Operation convolution() {
        return (figures, outputs) -> {
            figures.requireOptions("stride", "padding");
            var weight = figures.input("weight").shape();
            var window = Window.of((int) weight.dim(2), (int) weight.dim(3))
                    .stride(figures.options().path("stride").asInt(1))
                    .padding(figures.options().path("padding").asInt(0));
            var x = figures.input("x").shape();
            var sample = Shape.of(x.dim(1), x.dim(2), x.dim(3));
            check(Convolution.zero(weight.dim(0), window), sample, figures, outputs);
        };
    }

    private static void check(Layer layer, long width, Case figures, Outputs outputs) {
        check(layer, Shape.of(width), figures, outputs);
    }

    private static void check(Layer layer, Shape sample, Case figures, Outputs outputs) {
        var x = figures.input("x");
        try (var model = Model.of(layer, sample).build();
                var workers = Workers.of(2);
                var differentiator = new Differentiator(model, x.shape().size() / sample.size(), workers)) {
            for (Variable variable : model.variables()) {
                if (figures.inputs().has(name(variable))) {
                    figures.input(name(variable)).into(variable.value());
                }
            }
            x.into(differentiator.input());
            figures.input("dy").into(differentiator.outputGradient());
            differentiator.forward();
            differentiator.backward();
            outputs.check("y", differentiator.output(), Tolerance.NEAR);
            outputs.check("dx", differentiator.inputGradient(), Tolerance.NEAR);
            for (Variable variable : model.variables()) {
                outputs.check("d" + name(variable), variable.gradient(), Tolerance.NEAR);
            }
        }
    }

    /// The name within the layer.
    private static String name(Variable variable) {
        return variable.name().substring(variable.name().lastIndexOf('.') + 1);
    }
}
