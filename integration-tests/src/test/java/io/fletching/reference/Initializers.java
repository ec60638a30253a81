package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fletching.kernels.Philox;
import io.fletching.reference.Outputs.Tolerance;
import io.fletching.runtime.Technique;
import io.fletching.spi.Initializer;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import io.fletching.spi.WeightLayout;
import io.fletching.tck.InitializerTrial;
import java.util.Map;
import java.util.function.LongToDoubleFunction;

/// `gain`, `fans`, `identity`, `dirac` and `variance_scaling`.
final class Initializers {
    private static final Tolerance EXACT = new Tolerance(0, 0);
    /// That of float32 weights from which a bound or a deviation is calculated back.
    private static final Tolerance SINGLE = new Tolerance(1e-6, 0);

    private static final long SEED = 1;
    private static final String NAME = "weight";
    private static final double STANDARD_ERRORS = 5;

    private Initializers() {}

    /// The number that the option `gain` has for an activation; convolutions are linear.
    static Operation gain(Technique<Initializer> technique) {
        return (figures, outputs) -> {
            figures.requireOptions("nonlinearity", "parameter");
            String name = figures.options().path("nonlinearity").asText().replace('_', '-');
            JsonNode parameter = figures.options().path("parameter");
            String text =
                    (name.startsWith("conv") ? "linear" : name) + (parameter.isNull() ? "" : ":" + parameter.asText());
            double gain = Double.parseDouble(
                    technique.with("gain", text).options().texts().get("gain"));
            EXACT.check("gain", gain, outputs.take("gain").doubleValue());
        };
    }

    /// The fans of `[out, in, …]`, and the bounds and deviations that Xavier's and He's initializations take from them.
    static Operation fans(Technique<Initializer> xavier, Technique<Initializer> he) {
        return (figures, outputs) -> {
            figures.requireOptions("layout");
            var parameter = parameter(figures, "out, in, kernel…");
            EXACT.check(
                    "fan_in",
                    (double) parameter.fan().in(),
                    outputs.take("fan_in").doubleValue());
            EXACT.check(
                    "fan_out",
                    (double) parameter.fan().out(),
                    outputs.take("fan_out").doubleValue());
            check(outputs, "xavier_uniform_bound", xavier.with("distribution", "uniform"), parameter, true);
            check(outputs, "xavier_normal_sd", xavier.with("distribution", "normal"), parameter, false);
            check(outputs, "he_normal_sd_fan_in", he.with("distribution", "normal"), parameter, false);
            var sloped = he.with(Map.of("distribution", "uniform", "mode", "fan-out", "slope", "0.2"));
            check(outputs, "he_uniform_bound_fan_out_slope_0.2", sloped, parameter, true);
        };
    }

    private static Parameter parameter(Case figures, String layout) {
        assertThat(figures.options().path("layout").asText()).isEqualTo(layout);
        return Parameter.of(
                NAME,
                Shape.of(Figures.longs(figures.inputs().path("shape"))),
                layout.startsWith("out") ? WeightLayout.OUT_IN : WeightLayout.IN_OUT);
    }

    /// The largest ratio of what was written to the number in [-1, 1), or the standard normal one, that it was made
    /// from.
    private static void check(
            Outputs outputs, String name, Technique<Initializer> technique, Parameter parameter, boolean uniform) {
        long key = Philox.key(SEED, NAME);
        LongToDoubleFunction drawn = uniform ? i -> 2 * Philox.uniform(key, i, 0) - 1 : i -> Philox.normal(key, i, 0);
        try (var trial = trial(technique, parameter)) {
            for (long i = 0; i < trial.values().size(); i++) {
                double factor = trial.values().get(i) / drawn.applyAsDouble(i);
                // What lies near 0 is the difference of numbers near the bound, and as inexact as they are.
                if (Math.abs(drawn.applyAsDouble(i)) > 0.25) {
                    SINGLE.check(
                            name + " by element " + i,
                            factor,
                            outputs.take(name).doubleValue());
                }
            }
        }
    }

    private static InitializerTrial trial(Technique<Initializer> technique, Parameter parameter) {
        return InitializerTrial.of(technique.provider(), technique.options().texts(), parameter, SEED);
    }

    /// What draws nothing: every element.
    static Operation values(Technique<Initializer> technique) {
        return (figures, outputs) -> {
            var parameter =
                    Parameter.of(NAME, Shape.of(Figures.longs(figures.inputs().path("shape"))));
            try (var trial = trial(technique.with(figures.texts()), parameter)) {
                outputs.check("values", trial.values(), EXACT);
            }
        };
    }

    /// The deviation of a sample, within standard errors of both samples; and the cut, or how far a sample of this size
    /// goes.
    static Operation varianceScaling(Technique<Initializer> technique) {
        return (figures, outputs) -> {
            figures.requireOptions("scale", "mode", "distribution", "layout");
            var parameter = parameter(figures, "in, out");
            var options = Map.of(
                    "scale", figures.options().path("scale").asText(),
                    "mode", mode(figures.options().path("mode").asText()),
                    "distribution", figures.texts().get("distribution").replace('_', '-'));
            double count = outputs.take("samples").doubleValue();
            double squares = 0;
            double largest = 0;
            try (var trial = trial(technique.with(options), parameter)) {
                EXACT.check("samples", (double) trial.values().size(), count);
                for (long i = 0; i < trial.values().size(); i++) {
                    double value = trial.values().get(i);
                    squares += value * value / count;
                    largest = Math.max(largest, Math.abs(value));
                }
            }
            var error = new Tolerance(STANDARD_ERRORS * Math.sqrt(2 / (2 * count)), 0);
            error.check(
                    "sample_sd", Math.sqrt(squares), outputs.take("sample_sd").doubleValue());
            boolean bounded = !"normal".equals(options.get("distribution"));
            new Tolerance(bounded ? 1e-3 : 0.2, 0)
                    .check(
                            "sample_max_abs",
                            largest,
                            outputs.take("sample_max_abs").doubleValue());
        };
    }

    private static String mode(String theirs) {
        return switch (theirs) {
            case "fan_avg" -> "fan-average";
            case "fan_geo_avg" -> "fan-geometric";
            default -> theirs.replace('_', '-');
        };
    }
}
