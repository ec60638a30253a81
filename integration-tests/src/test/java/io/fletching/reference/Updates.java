package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fletching.arrow.Memory;
import io.fletching.reference.Outputs.Tolerance;
import io.fletching.runtime.ParameterGroup;
import io.fletching.runtime.Technique;
import io.fletching.runtime.Updater;
import io.fletching.runtime.Variable;
import io.fletching.runtime.Variables;
import io.fletching.spi.Clipper;
import io.fletching.spi.DType;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Parameter;
import io.fletching.spi.WeightLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/// Optimizers and clippers, run by the update pipeline of a model.
final class Updates {
    private static final Tolerance PARAMETERS = new Tolerance(1e-6, 5e-7);
    private static final Tolerance CLIPPED = new Tolerance(2e-6, 0);
    /// An update larger than this is within this share of its figure.
    private static final double LARGE = 1e-5;

    private static final double SHARE = 0.01;

    /// What other libraries call options of ours.
    private static final Map<String, String> OUR_NAMES = Map.of(
            "learning-rate", "lr", "b1", "beta1", "b2", "beta2", "lambd", "lambda", "t0", "start", "r", "weight-power");

    /// A warm-up is no option of a rule of ours, but a part of the schedule.
    private static final String WARMUP = "warmup-steps";

    private Updates() {}

    /// An optimizer: parameters after each of several steps on given gradients. Weight decay falls on every parameter.
    static Operation optimizer(Technique<Optimizer> technique) {
        return optimizer(technique, Updates::options);
    }

    /// The same in another dialect.
    ///
    /// @param options ours, for those of a case
    static Operation optimizer(Technique<Optimizer> technique, Function<Case, Map<String, String>> options) {
        return optimizer(technique, options, WeightLayout.OUT_IN, PARAMETERS);
    }

    /// The same, with parameters of another layout.
    ///
    /// @param layout how the parameters of a case are laid out
    static Operation optimizer(
            Technique<Optimizer> technique,
            Function<Case, Map<String, String>> options,
            WeightLayout layout,
            Tolerance tolerance) {
        return (figures, outputs) -> {
            var ours = technique.with(options.apply(figures));
            follow(ours, layout, tolerance, figures, outputs, "");
            if (outputs.has("params_after_step_float64")) {
                follow(ours, layout, tolerance, figures, outputs, "_float64");
            }
        };
    }

    private static void follow(
            Technique<Optimizer> technique,
            WeightLayout layout,
            Tolerance tolerance,
            Case figures,
            Outputs outputs,
            String precision) {
        try (var memory = Memory.create()) {
            var variables = variables(memory, figures.inputs().path("params"), layout);
            try (var updater = Updater.of(variables)
                    .optimizer(technique)
                    .group(ParameterGroup.of("*").decay(1))
                    .build()) {
                follow(figures, tolerance, outputs.take("params_after_step" + precision), variables, updater);
                if (outputs.has("evaluation_params" + precision)) {
                    updater.adoptEvaluationWeights();
                    var weights = outputs.take("evaluation_params" + precision);
                    for (int p = 0; p < weights.size(); p++) {
                        var parameter = variables.get("p" + p).value();
                        Outputs.check("evaluation weights " + p, parameter, Figures.of(weights.get(p)), tolerance);
                    }
                }
            }
        }
    }

    /// Ours, for those of a case, where they are named alike or by [#OUR_NAMES].
    static Map<String, String> options(Case figures) {
        var options = new LinkedHashMap<String, String>();
        figures.texts().forEach((name, text) -> options.put(OUR_NAMES.getOrDefault(name, name), text));
        assertThat(options.getOrDefault(WARMUP, "0")).as(WARMUP).isEqualTo("0");
        options.remove(WARMUP);
        return options;
    }

    private static void follow(
            Case figures, Tolerance tolerance, JsonNode after, Variables variables, Updater updater) {
        var gradients = figures.inputs().path("grads_per_step");
        var figuresBefore = figures.inputs().path("params");
        for (int step = 0; step < gradients.size(); step++) {
            gradients(variables, gradients.get(step));
            var before = values(variables);
            updater.update(1, 1);
            for (int p = 0; p < after.get(step).size(); p++) {
                var parameter = variables.get("p" + p).value();
                var expected = Figures.of(after.get(step).get(p));
                var expectedBefore = Figures.of(figuresBefore.get(p));
                String where = "parameter " + p + " after step " + (step + 1);
                Outputs.check(where, parameter, expected, tolerance);
                for (int i = 0; i < parameter.size(); i++) {
                    double update =
                            expected.data().get(i) - expectedBefore.data().get(i);
                    if (Math.abs(update) > LARGE) {
                        double ours = parameter.get(i) - before.get(p).get(i);
                        new Tolerance(SHARE, 0).check("update of " + where + "[" + i + "]", ours, update);
                    }
                }
            }
            figuresBefore = after.get(step);
        }
    }

    /// Clipping: the gradients that reach the step, and the norm before where the case has it.
    ///
    /// @param names of the case's options, by ours
    static Operation clipping(Technique<Clipper> technique, Map<String, String> names) {
        return (figures, outputs) -> {
            figures.requireOptions(
                    Stream.concat(names.values().stream(), Stream.of("units")).toArray(String[]::new));
            try (var memory = Memory.create()) {
                var gradients = figures.inputs().path("grads");
                var weights = figures.inputs().path("params");
                var variables = variables(memory, weights.isEmpty() ? gradients : weights, WeightLayout.OUT_IN);
                gradients(variables, gradients);
                var options = new LinkedHashMap<String, String>();
                names.forEach((ours, theirs) ->
                        options.put(ours, figures.options().path(theirs).asText()));
                try (var updater = Updater.of(variables)
                        .clipper(technique.with(options))
                        .optimizer(Technique.of(new Received()))
                        .build()) {
                    updater.update(1, 1);
                    var clipped = outputs.take("grads");
                    for (int p = 0; p < clipped.size(); p++) {
                        var value = variables.get("p" + p).value();
                        Outputs.check("gradient " + p, value, Figures.of(clipped.get(p)), CLIPPED);
                    }
                    if (outputs.has("total_norm")) {
                        var norm =
                                Objects.requireNonNull(updater.state().get("clipper/0-" + technique.name() + "/norm"));
                        CLIPPED.check("norm", norm.get(0), Figures.number(outputs.take("total_norm")));
                    }
                }
            }
        };
    }

    private static Variables variables(Memory memory, JsonNode tensors, WeightLayout layout) {
        var variables = new Variables(memory);
        for (int p = 0; p < tensors.size(); p++) {
            var figures = Figures.of(tensors.get(p));
            figures.into(variables
                    .create(Parameter.of("p" + p, figures.shape(), layout), DType.F32)
                    .value());
        }
        return variables;
    }

    private static void gradients(Variables variables, JsonNode tensors) {
        for (int p = 0; p < tensors.size(); p++) {
            Figures.of(tensors.get(p)).into(variables.get("p" + p).gradient());
        }
    }

    private static List<List<Double>> values(Variables variables) {
        var all = new ArrayList<List<Double>>();
        for (Variable variable : variables) {
            var values = new ArrayList<Double>();
            for (long i = 0; i < variable.value().size(); i++) {
                values.add(variable.value().get(i));
            }
            all.add(values);
        }
        return all;
    }
}
