package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.nn.Attention;
import io.fletching.nn.Differentiator;
import io.fletching.nn.Model;
import io.fletching.nn.Recurrent;
import io.fletching.reference.Outputs.Tolerance;
import io.fletching.runtime.Workers;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/// Layers over rows `[time, features]`, forward and backward.
final class Sequences {
    /// What cases of recurrence call the weights.
    private static final Map<String, String> WEIGHTS =
            Map.of("w_ih", "input-weight", "w_hh", "hidden-weight", "b_ih", "input-bias", "b_hh", "hidden-bias");

    private Sequences() {}

    /// Attention of `q`, `k` and `v`, `[batch, heads, time, width of a head]`.
    static Operation attention() {
        return (figures, outputs) -> {
            figures.requireOptions("causal", "scale");
            assertThat(figures.options().path("scale").asText("1/sqrt(D)"))
                    .as("scale")
                    .isEqualTo("1/sqrt(D)");
            boolean causal = figures.options().path("causal").asBoolean();
            var heads = new Heads(figures.input("q").shape());
            var attention = Attention.of(heads.heads);
            try (var model = Model.of(causal ? attention.causal() : attention, Shape.of(heads.time, 3 * heads.width()))
                            .build();
                    var workers = Workers.of(2);
                    var run = new Differentiator(model, heads.batch, workers)) {
                for (String part : List.of("q", "k", "v")) {
                    heads.write(figures.input(part), run.input(), "qkv".indexOf(part), 3);
                }
                heads.write(figures.input("dy"), run.outputGradient(), 0, 1);
                run.forward();
                run.backward();
                heads.check("y", outputs, run.output(), 0, 1);
                for (String part : List.of("q", "k", "v")) {
                    heads.check("d" + part, outputs, run.inputGradient(), "qkv".indexOf(part), 3);
                }
            }
        };
    }

    /// The layout of a case, `[batch, heads, time, head]`, within rows `[time, parts · heads · head]`.
    private record Heads(long batch, long heads, long time, long head) {
        Heads(Shape shape) {
            this(shape.dim(0), shape.dim(1), shape.dim(2), shape.dim(3));
        }

        long width() {
            return heads * head;
        }

        /// Where an element of a case stands in a tensor of so many parts.
        private long position(long element, long part, long parts) {
            long feature = element % head;
            long t = element / head % time;
            long h = element / (head * time) % heads;
            long row = element / (head * time * heads);
            return ((row * time + t) * parts + part) * width() + h * head + feature;
        }

        void write(Figures figures, Tensor to, long part, long parts) {
            for (int i = 0; i < figures.data().size(); i++) {
                to.set(position(i, part, parts), figures.data().get(i));
            }
        }

        void check(String name, Outputs outputs, Tensor actual, long part, long parts) {
            var expected = Figures.of(outputs.take(name));
            assertThat(expected.data()).as(name).hasSize(Math.toIntExact(batch * time * width()));
            for (int i = 0; i < expected.data().size(); i++) {
                double found = actual.get(position(i, part, parts));
                Tolerance.NEAR.check(
                        name + "[" + i + "]", found, expected.data().get(i));
            }
        }
    }

    /// A recurrent layer over `x`, `[batch, time, features]`.
    ///
    /// @param gates in the order in which our layer has them
    static Operation recurrence(String gates, LongFunction<Recurrent> layer) {
        return (figures, outputs) -> {
            figures.requireOptions("batch_first", "gate_order");
            assertThat(figures.options().path("batch_first").asBoolean()).isTrue();
            assertThat(figures.options().path("gate_order").asText()).isEqualTo(gates);
            var x = figures.input("x");
            var units = figures.input("w_hh").shape().dim(1);
            try (var model = Model.of(
                                    layer.apply(units),
                                    Shape.of(x.shape().dim(1), x.shape().dim(2)))
                            .build();
                    var workers = Workers.of(2);
                    var run = new Differentiator(model, x.shape().dim(0), workers)) {
                WEIGHTS.forEach((name, weight) -> figures.input(name)
                        .into(model.variables().get("0." + weight).value()));
                x.into(run.input());
                figures.input("dy").into(run.outputGradient());
                run.forward();
                run.backward();
                outputs.check("y", run.output(), Tolerance.NEAR);
                outputs.check("dx", run.inputGradient(), Tolerance.NEAR);
                WEIGHTS.forEach((name, weight) -> outputs.check(
                        "d" + name, model.variables().get("0." + weight).gradient(), Tolerance.NEAR));
            }
        };
    }
}
