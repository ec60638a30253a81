package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.runtime.Catalog;
import io.fletching.spi.Shape;
import io.fletching.tck.OptimizerTrial;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// How far one step of an optimizer is from the same step in float64, from the same float32 numbers: in units in the
/// last place of the parameter, or of its change where that is larger.
///
/// The bound of 2 holds wherever a step changes its parameter by less than a tenth. Where it changes more,
/// the digits of the quotient count as well; that worst case is printed beside.
class PrecisionTest {
    private static final int N = 5_000;
    private static final int STEPS = 20;
    private static final double LARGEST_CHANGE = 0.1;

    /// A step of a whole tensor in float64, as the paper or the reference library writes it.
    interface TensorFormula {
        /// The new parameter.
        ///
        /// @param p the parameter before
        /// @param g its gradient
        /// @param s what is kept of each element, in the order of the slots; holds the state before
        /// @param t the number of the step, from 1
        double[] step(double[] p, double[] g, double[][] s, int t);
    }

    /// A step of one element.
    interface Formula extends TensorFormula {
        /// The new parameter.
        ///
        /// @param p the parameter before
        /// @param g its gradient
        /// @param s what is kept, in the order of the slots; holds the state before, and need not be written
        /// @param t the number of the step, from 1
        double step(double p, double g, double[] s, int t);

        @Override
        default double[] step(double[] p, double[] g, double[][] s, int t) {
            return elements(i -> step(p[i], g[i], s[i], t));
        }
    }

    record Rule(String name, Map<String, String> options, TensorFormula formula) {
        private Rule(String name, Map<String, String> options, Formula formula) {
            this(name, options, (TensorFormula) formula);
        }

        @Override
        public String toString() {
            return name + " " + options;
        }
    }

    static Stream<Rule> rules() {
        return Stream.of(
                new Rule("adamw", Map.of(), (p, g, s, t) -> {
                    double m = mean(0.9, s[0], g);
                    double v = mean(0.999, s[1], g * g);
                    return p * (1 - 1e-3 * 0.01) - 1e-3 * corrected(m, 0.9, t) / (root(v, 0.999, t) + 1e-8);
                }),
                new Rule("adamw", Map.of("amsgrad", "true"), (p, g, s, t) -> {
                    double m = mean(0.9, s[0], g);
                    double v = Math.max(s[2], mean(0.999, s[1], g * g));
                    return p * (1 - 1e-3 * 0.01) - 1e-3 * corrected(m, 0.9, t) / (root(v, 0.999, t) + 1e-8);
                }),
                new Rule("adamw", Map.of("nesterov", "true"), (p, g, s, t) -> {
                    double m = 0.9 * corrected(mean(0.9, s[0], g), 0.9, t + 1) + corrected(0.1 * g, 0.9, t);
                    double v = mean(0.999, s[1], g * g);
                    return p * (1 - 1e-3 * 0.01) - 1e-3 * m / (root(v, 0.999, t) + 1e-8);
                }),
                new Rule("adamw", Map.of("eps-place", "before-correction", "eps", "1e-3"), (p, g, s, t) -> {
                    double m = corrected(mean(0.9, s[0], g), 0.9, t);
                    double v = mean(0.999, s[1], g * g);
                    double rate = 1e-3 * Math.sqrt(1 - Math.pow(0.999, t));
                    return p * (1 - 1e-3 * 0.01) - rate * m / (Math.sqrt(v) + 1e-3);
                }),
                new Rule("adam", Map.of("weight-decay", "0.1"), (p, g, s, t) -> {
                    double d = g + 0.1 * p;
                    double m = mean(0.9, s[0], d);
                    double v = mean(0.999, s[1], d * d);
                    return p - 1e-3 * corrected(m, 0.9, t) / (root(v, 0.999, t) + 1e-8);
                }),
                new Rule("nadam", Map.of(), (p, g, s, t) -> {
                    double m = mean(0.9, s[0], g);
                    double v = mean(0.999, s[1], g * g);
                    double product = 1;
                    for (int i = 1; i <= t; i++) {
                        product *= momentum(i);
                    }
                    double next = momentum(t + 1);
                    double d = (1 - momentum(t)) / (1 - product) * g + next / (1 - product * next) * m;
                    return p - 2e-3 * d / (root(v, 0.999, t) + 1e-8);
                }),
                new Rule("radam", Map.of(), (p, g, s, t) -> {
                    double m = corrected(mean(0.9, s[0], g), 0.9, t);
                    double v = mean(0.999, s[1], g * g);
                    double most = 2 / (1 - 0.999) - 1;
                    double length = most - 2 * t * Math.pow(0.999, t) / (1 - Math.pow(0.999, t));
                    double r = Math.sqrt((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length));
                    double divisor = (Math.sqrt(v) + 1e-8) / Math.sqrt(1 - Math.pow(0.999, t));
                    return p - 1e-3 * (length > 5 ? r * m / divisor : m);
                }),
                new Rule("adamax", Map.of(), (p, g, s, t) -> {
                    double u = Math.max(0.999 * s[1], Math.abs(g) + 1e-8);
                    return p - 2e-3 * corrected(mean(0.9, s[0], g), 0.9, t) / u;
                }),
                new Rule(
                        "rmsprop",
                        Map.of("lr", "1e-3"),
                        (p, g, s, t) -> p - 1e-3 * g / (Math.sqrt(mean(0.99, s[0], g * g)) + 1e-8)),
                new Rule("rmsprop", Map.of("lr", "1e-3", "centered", "true", "momentum", "0.9"), (p, g, s, t) -> {
                    double a = mean(0.99, s[1], g);
                    double deviation = Math.sqrt(mean(0.99, s[0], g * g) - a * a);
                    return p - 1e-3 * (0.9 * s[2] + g / (deviation + 1e-8));
                }),
                new Rule(
                        "adagrad",
                        Map.of("lr-decay", "0.1"),
                        (p, g, s, t) -> p - 1e-2 / (1 + 0.1 * (t - 1)) * g / (Math.sqrt(s[0] + g * g) + 1e-10)),
                new Rule("adadelta", Map.of(), (p, g, s, t) -> {
                    double v = mean(0.9, s[0], g * g);
                    return p - Math.sqrt(s[1] + 1e-6) / Math.sqrt(v + 1e-6) * g;
                }),
                new Rule(
                        "lion",
                        Map.of("lr", "1e-3", "weight-decay", "0.1"),
                        (p, g, s, t) -> p * (1 - 1e-3 * 0.1) - 1e-3 * Math.signum(mean(0.9, s[0], g))),
                new Rule("adabelief", Map.of(), (p, g, s, t) -> {
                    double m = mean(0.9, s[0], g);
                    double v = mean(0.999, s[1], (g - m) * (g - m)) + 1e-16;
                    return p - 1e-3 * corrected(m, 0.9, t) / (root(v, 0.999, t) + 1e-16);
                }),
                new Rule("asgd", Map.of("weight-decay", "0.1"), (p, g, s, t) -> {
                    double eta = 1e-2 / Math.pow(1 + 1e-4 * 1e-2 * (t - 1), 0.75);
                    return p * (1 - 1e-4 * eta) - eta * (g + 0.1 * p);
                }),
                new Rule("schedule-free-adamw", Map.of("weight-decay", "0.1"), (p, g, s, t) -> {
                    double z = t == 1 ? p : s[0];
                    double d = g / (root(mean(0.999, s[1], g * g), 0.999, t) + 1e-8) + 0.1 * p;
                    double x = z + (p - z) / 0.9;
                    double next = z - 2.5e-3 * d;
                    return 0.1 * next + 0.9 * (x + (next - x) / t);
                }),
                new Rule("schedule-free-sgd", Map.of("lr", "1e-3", "weight-power", "1"), (p, g, s, t) -> {
                    double z = t == 1 ? p : s[0];
                    double x = z + (p - z) / 0.9;
                    double next = z - 1e-3 * g;
                    return 0.1 * next + 0.9 * (x + (next - x) * 2 / (t + 1));
                }),
                new Rule("sgd", Map.of("lr", "1e-2", "momentum", "0.9", "weight-decay", "0.1"), (p, g, s, t) -> {
                    double d = g + 0.1 * p;
                    return p - 1e-2 * (t == 1 ? d : 0.9 * s[0] + d);
                }),
                new Rule("lamb", Map.of("weight-decay", "0.1"), (TensorFormula) (p, g, s, t) -> {
                    double[] u = elements(i -> {
                        double m = mean(0.9, s[i][0], g[i]);
                        double v = mean(0.999, s[i][1], g[i] * g[i]);
                        return corrected(m, 0.9, t) / (root(v, 0.999, t) + 1e-6) + 0.1 * p[i];
                    });
                    double rate = 1e-3 * norm(p) / norm(u);
                    return elements(i -> p[i] - rate * u[i]);
                }),
                new Rule("lars", Map.of("weight-decay", "0.1", "nesterov", "true"), (TensorFormula) (p, g, s, t) -> {
                    double ratio = 1e-3 * norm(p) / (norm(g) + 0.1 * norm(p) + 1e-8);
                    return elements(i -> {
                        double d = ratio * (g[i] + 0.1 * p[i]);
                        double b = t == 1 ? d : 0.9 * s[i][0] + d;
                        return p[i] - (d + 0.9 * b);
                    });
                }));
    }

    private static double[] elements(IntToDoubleFunction element) {
        return IntStream.range(0, N).mapToDouble(element).toArray();
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
    }

    private static double mean(double decay, double before, double value) {
        return decay * before + (1 - decay) * value;
    }

    private static double corrected(double mean, double decay, int t) {
        return mean / (1 - Math.pow(decay, t));
    }

    private static double root(double mean, double decay, int t) {
        return Math.sqrt(corrected(mean, decay, t));
    }

    private static double momentum(int i) {
        return 0.9 * (1 - 0.5 * Math.pow(0.96, i * 4e-3));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aStepIsWithinTwoUlpOfFloat64(Rule rule) {
        var optimizer = Catalog.load().optimizer(rule.name()).provider();
        double bound = 0;
        double worst = 0;
        try (var trial = OptimizerTrial.of(optimizer, rule.options(), Shape.of(N))) {
            var random = new SplittableRandom(5);
            var p = trial.parameter();
            var g = trial.gradient();
            var kept = List.copyOf(trial.kept().values());
            for (int i = 0; i < N; i++) {
                p.set(i, random.nextGaussian());
            }
            var expected = new double[N];
            for (int t = 1; t <= STEPS; t++) {
                for (int i = 0; i < N; i++) {
                    g.set(i, random.nextGaussian());
                }
                var state = IntStream.range(0, N)
                        .mapToObj(i -> kept.stream()
                                .mapToDouble(slot -> slot.get(Math.min(i, slot.size() - 1)))
                                .toArray())
                        .toArray(double[][]::new);
                double[] before = elements(p::get);
                expected = rule.formula().step(before, elements(g::get), state, t);
                trial.step();
                for (int i = 0; i < N; i++) {
                    double change = Math.abs(expected[i] - before[i]);
                    double unit = Math.ulp((float) Math.max(Math.abs(expected[i]), change));
                    double error = Math.abs(p.get(i) - expected[i]) / unit;
                    worst = Math.max(worst, error);
                    if (change < LARGEST_CHANGE * Math.abs(before[i])) {
                        bound = Math.max(bound, error);
                    }
                }
            }
            assertThat(Arrays.stream(expected).allMatch(Double::isFinite)).isTrue();
        }
        System.out.printf("precision %s: %.2f ULP of float64 a step, where it changes most %.2f%n", rule, bound, worst);
        assertThat(bound).isLessThanOrEqualTo(2);
    }
}
