package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.arrow.Memory;
import io.fletching.kernels.Activation;
import io.fletching.nn.Activate;
import io.fletching.nn.Differentiator;
import io.fletching.nn.Linear;
import io.fletching.nn.Loss;
import io.fletching.nn.Model;
import io.fletching.nn.Network;
import io.fletching.nn.Normalize;
import io.fletching.nn.Residual;
import io.fletching.nn.Sequence;
import io.fletching.reference.Outputs.Tolerance;
import io.fletching.runtime.ParameterGroup;
import io.fletching.runtime.Technique;
import io.fletching.runtime.Updater;
import io.fletching.runtime.Variable;
import io.fletching.runtime.Workers;
import io.fletching.spi.Clipper;
import io.fletching.spi.DType;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Shape;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whole trainings: a linear layer, blocks of layer norm, activation and linear with or without a residual connection,
/// and a linear layer to logits; each step on all rows, clipped by norm, with weight decay on every parameter.
///
/// @param normalizer as in the model of the cases
/// @param clipper takes the case's `max_norm`
/// @param optimizer takes what the case says of AdamW
record Trajectory(Technique<Normalizer> normalizer, Technique<Clipper> clipper, Technique<Optimizer> optimizer)
        implements Operation {
    private static final Tolerance LOSSES = new Tolerance(1e-5, 0);
    private static final Tolerance NORMS = new Tolerance(1e-4, 0);
    private static final Tolerance WEIGHTS = new Tolerance(0, 1e-4);
    private static final Pattern MODEL =
            Pattern.compile("h = in\\(x\\); [\\w ]+: z = fc\\((\\w+)\\(layer_norm\\(h\\)\\)\\),"
                    + " h = (h \\+ )?z; logits = out\\(h\\); mean cross entropy");
    private static final Pattern OPTIMIZER =
            Pattern.compile("adamw, betas (\\S+) (\\S+), eps (\\S+), weight decay (\\S+) on every parameter");

    @Override
    public void check(Case figures, Outputs outputs) {
        figures.requireOptions("model", "optimizer", "lr", "max_norm", "steps");
        var params = figures.inputs().path("params");
        var x = figures.input("x");
        try (var memory = Memory.create();
                var model = Model.of(network(figures), Shape.of(x.shape().rowLength()))
                        .memory(memory)
                        .build();
                var workers = Workers.of(2);
                var differentiator = new Differentiator(model, x.shape().dim(0), workers);
                var updater = Updater.of(model.variables())
                        .optimizer(optimizer.with(optimizerOptions(figures)))
                        .clipper(clipper.with(
                                "max-norm", figures.options().path("max_norm").asText()))
                        .group(ParameterGroup.of("*").decay(1))
                        .build()) {
            assertThat(model.variables().count()).as("parameters").isEqualTo(params.size());
            params.properties()
                    .forEach(p -> Figures.of(p.getValue())
                            .into(model.variables().get(p.getKey()).value()));
            x.into(differentiator.input());
            train(figures, outputs, model, differentiator, updater, memory);
            var after = outputs.take("params_after");
            for (Variable variable : model.variables()) {
                Outputs.check(variable.name(), variable.value(), Figures.of(after.path(variable.name())), WEIGHTS);
            }
        }
    }

    private static void train(
            Case figures, Outputs outputs, Model model, Differentiator differentiator, Updater updater, Memory memory) {
        var loss = Loss.crossEntropy();
        var classes = Losses.classes(figures, memory);
        long rows = classes.size();
        var losses = memory.allocate(DType.F64, Shape.of(rows));
        var expectedLosses = outputs.take("loss_before_step");
        var expectedNorms = outputs.take("norm_before_clip");
        int steps = figures.options().path("steps").asInt();
        assertThat(expectedLosses.size()).as("losses").isEqualTo(steps);
        for (int step = 0; step < steps; step++) {
            model.variables().zeroGradients();
            differentiator.forward();
            loss.apply(differentiator.output(), classes, losses, differentiator.outputGradient(), 0, rows, 1.0 / rows);
            differentiator.backward();
            double norm = updater.update(1, 1).norm();
            LOSSES.check("loss " + step, Losses.sum(losses) / rows, Figures.number(expectedLosses.path(step)));
            NORMS.check("norm " + step, norm, Figures.number(expectedNorms.path(step)));
        }
    }

    private Network network(Case figures) {
        var model = read(MODEL, figures, "model");
        var function = Activation.valueOf(model.group(1).toUpperCase(Locale.ROOT));
        boolean residual = model.group(2) != null;
        var network = Sequence.empty().then("in", linear(figures, "in"));
        for (int block = 1; figures.inputs().path("params").has("b" + block + ".fc.weight"); block++) {
            String name = "b" + block;
            var branch = Sequence.empty()
                    .then("norm", new Normalize(normalizer))
                    .then("activation", new Activate(function))
                    .then("fc", linear(figures, name + ".fc"));
            network = network.then(name, residual ? new Residual(branch) : branch);
        }
        return network.then("out", linear(figures, "out"));
    }

    private static Linear linear(Case figures, String name) {
        return Linear.zero(Figures.of(figures.inputs().path("params").path(name + ".weight"))
                .shape()
                .dim(0));
    }

    private static Map<String, String> optimizerOptions(Case figures) {
        var text = read(OPTIMIZER, figures, "optimizer");
        return Map.of(
                "lr", figures.options().path("lr").asText(),
                "beta1", text.group(1),
                "beta2", text.group(2),
                "eps", text.group(3),
                "weight-decay", text.group(4));
    }

    private static Matcher read(Pattern pattern, Case figures, String option) {
        String text = figures.options().path(option).asText();
        var matcher = pattern.matcher(text);
        assertThat(matcher.matches())
                .as("that the " + option + " of the case, '" + text + "', is one of " + pattern)
                .isTrue();
        return matcher;
    }
}
