package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.arrow.Memory;
import io.fletching.reference.Outputs.Tolerance;
import io.fletching.runtime.LossScale;
import io.fletching.runtime.Technique;
import io.fletching.runtime.UpdateReport;
import io.fletching.runtime.Updater;
import io.fletching.runtime.Variables;
import io.fletching.spi.DType;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import java.util.Objects;

/// What is around a step: averages of weights, and the scale of the loss. The optimizer stands still, at rate 0.
final class Averaging {
    private static final Tolerance NEAR = new Tolerance(1e-6, 1e-7);

    private Averaging() {}

    static Operation ema(Technique<Optimizer> optimizer) {
        return (figures, outputs) -> {
            figures.requireOptions("decay");
            var steps = figures.inputs().path("params_after_step");
            var averages = outputs.take("average_after_step");
            try (var memory = Memory.create()) {
                var variables = new Variables(memory);
                for (int p = 0; p < steps.get(0).size(); p++) {
                    variables.create(
                            Parameter.of(
                                    "p" + p, Figures.of(steps.get(0).get(p)).shape()),
                            DType.F32);
                }
                try (var updater = Updater.of(variables)
                        .optimizer(optimizer)
                        .average(figures.options().path("decay").doubleValue())
                        .build()) {
                    for (int step = 0; step < steps.size(); step++) {
                        for (int p = 0; p < variables.count(); p++) {
                            Figures.of(steps.get(step).get(p))
                                    .into(variables.get("p" + p).value());
                        }
                        updater.update(0, 1);
                        for (int p = 0; p < variables.count(); p++) {
                            Outputs.check(
                                    "average " + p + " after step " + (step + 1),
                                    Objects.requireNonNull(updater.state().get("p" + p + "/average")),
                                    Figures.of(averages.get(step).get(p)),
                                    NEAR);
                        }
                    }
                }
            }
        };
    }

    static Operation lossScale(Technique<Optimizer> optimizer) {
        return (figures, outputs) -> {
            figures.requireOptions("initial", "growth", "backoff", "interval");
            var o = figures.options();
            var scale = new LossScale(
                    o.path("initial").doubleValue(),
                    o.path("growth").doubleValue(),
                    o.path("backoff").doubleValue(),
                    o.path("interval").asLong());
            var bad = figures.inputs().path("non_finite");
            var scales = outputs.take("scale_after");
            var stepped = outputs.take("stepped");
            try (var memory = Memory.create()) {
                var variables = new Variables(memory);
                var gradient = variables
                        .create(Parameter.of("p", Shape.of(2)), DType.F32)
                        .gradient();
                try (var updater = Updater.of(variables)
                        .optimizer(optimizer)
                        .lossScale(scale)
                        .build()) {
                    for (int i = 0; i < bad.size(); i++) {
                        gradient.set(1, bad.get(i).asBoolean() ? Double.POSITIVE_INFINITY : 1);
                        UpdateReport report = updater.update(0, 1);
                        assertThat(report.applied())
                                .as("step " + i)
                                .isEqualTo(stepped.get(i).asBoolean());
                        assertThat(updater.lossScale())
                                .as("scale after step " + i)
                                .isEqualTo(scales.get(i).doubleValue());
                    }
                }
            }
        };
    }
}
