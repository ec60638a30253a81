package io.fletching.reference;

import static io.fletching.reference.ExactStep.corrected;
import static io.fletching.reference.ExactStep.mean;
import static io.fletching.reference.ExactStep.root;

import java.util.Map;
import java.util.stream.Stream;

/// The optimizers that see one element at a time.
final class ElementSteps {
    private ElementSteps() {}

    static Stream<ExactStep> all() {
        return Stream.of(
                ExactStep.of("adamw", Map.of(), (p, g, s, t) -> {
                    double m = mean(0.9, s[0], g);
                    double v = mean(0.999, s[1], g * g);
                    return p * (1 - 1e-3 * 0.01) - 1e-3 * corrected(m, 0.9, t) / (root(v, 0.999, t) + 1e-8);
                }),
                ExactStep.of("adamw", Map.of("amsgrad", "true"), (p, g, s, t) -> {
                    double m = mean(0.9, s[0], g);
                    double v = Math.max(s[2], mean(0.999, s[1], g * g));
                    return p * (1 - 1e-3 * 0.01) - 1e-3 * corrected(m, 0.9, t) / (root(v, 0.999, t) + 1e-8);
                }),
                ExactStep.of("adamw", Map.of("nesterov", "true"), (p, g, s, t) -> {
                    double m = 0.9 * corrected(mean(0.9, s[0], g), 0.9, t + 1) + corrected(0.1 * g, 0.9, t);
                    double v = mean(0.999, s[1], g * g);
                    return p * (1 - 1e-3 * 0.01) - 1e-3 * m / (root(v, 0.999, t) + 1e-8);
                }),
                ExactStep.of("adamw", Map.of("eps-place", "before-correction", "eps", "1e-3"), (p, g, s, t) -> {
                    double m = corrected(mean(0.9, s[0], g), 0.9, t);
                    double v = mean(0.999, s[1], g * g);
                    double rate = 1e-3 * Math.sqrt(1 - Math.pow(0.999, t));
                    return p * (1 - 1e-3 * 0.01) - rate * m / (Math.sqrt(v) + 1e-3);
                }),
                ExactStep.of("adam", Map.of("weight-decay", "0.1"), (p, g, s, t) -> {
                    double d = g + 0.1 * p;
                    double m = mean(0.9, s[0], d);
                    double v = mean(0.999, s[1], d * d);
                    return p - 1e-3 * corrected(m, 0.9, t) / (root(v, 0.999, t) + 1e-8);
                }),
                ExactStep.of("nadam", Map.of(), (p, g, s, t) -> {
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
                ExactStep.of("radam", Map.of(), (p, g, s, t) -> {
                    double m = corrected(mean(0.9, s[0], g), 0.9, t);
                    double v = mean(0.999, s[1], g * g);
                    double most = 2 / (1 - 0.999) - 1;
                    double length = most - 2 * t * Math.pow(0.999, t) / (1 - Math.pow(0.999, t));
                    double r = Math.sqrt((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length));
                    double divisor = (Math.sqrt(v) + 1e-8) / Math.sqrt(1 - Math.pow(0.999, t));
                    return p - 1e-3 * (length > 5 ? r * m / divisor : m);
                }),
                ExactStep.of("adamax", Map.of(), (p, g, s, t) -> {
                    double u = Math.max(0.999 * s[1], Math.abs(g) + 1e-8);
                    return p - 2e-3 * corrected(mean(0.9, s[0], g), 0.9, t) / u;
                }),
                ExactStep.of(
                        "rmsprop",
                        Map.of("lr", "1e-3"),
                        (p, g, s, t) -> p - 1e-3 * g / (Math.sqrt(mean(0.99, s[0], g * g)) + 1e-8)),
                ExactStep.of("rmsprop", Map.of("lr", "1e-3", "centered", "true", "momentum", "0.9"), (p, g, s, t) -> {
                    double a = mean(0.99, s[1], g);
                    double deviation = Math.sqrt(mean(0.99, s[0], g * g) - a * a);
                    return p - 1e-3 * (0.9 * s[2] + g / (deviation + 1e-8));
                }),
                ExactStep.of(
                        "adagrad",
                        Map.of("lr-decay", "0.1"),
                        (p, g, s, t) -> p - 1e-2 / (1 + 0.1 * (t - 1)) * g / (Math.sqrt(s[0] + g * g) + 1e-10)),
                ExactStep.of("adadelta", Map.of(), (p, g, s, t) -> {
                    double v = mean(0.9, s[0], g * g);
                    return p - Math.sqrt(s[1] + 1e-6) / Math.sqrt(v + 1e-6) * g;
                }),
                ExactStep.of(
                        "lion",
                        Map.of("lr", "1e-3", "weight-decay", "0.1"),
                        (p, g, s, t) -> p * (1 - 1e-3 * 0.1) - 1e-3 * Math.signum(mean(0.9, s[0], g))),
                ExactStep.of("adabelief", Map.of(), (p, g, s, t) -> {
                    double m = mean(0.9, s[0], g);
                    double v = mean(0.999, s[1], (g - m) * (g - m)) + 1e-16;
                    return p - 1e-3 * corrected(m, 0.9, t) / (root(v, 0.999, t) + 1e-16);
                }),
                ExactStep.of("asgd", Map.of("weight-decay", "0.1"), (p, g, s, t) -> {
                    double eta = 1e-2 / Math.pow(1 + 1e-4 * 1e-2 * (t - 1), 0.75);
                    return p * (1 - 1e-4 * eta) - eta * (g + 0.1 * p);
                }),
                ExactStep.of("schedule-free-adamw", Map.of("weight-decay", "0.1"), (p, g, s, t) -> {
                    double z = t == 1 ? p : s[0];
                    double d = g / (root(mean(0.999, s[1], g * g), 0.999, t) + 1e-8) + 0.1 * p;
                    double x = z + (p - z) / 0.9;
                    double next = z - 2.5e-3 * d;
                    return 0.1 * next + 0.9 * (x + (next - x) / t);
                }),
                ExactStep.of("schedule-free-sgd", Map.of("lr", "1e-3", "weight-power", "1"), (p, g, s, t) -> {
                    double z = t == 1 ? p : s[0];
                    double x = z + (p - z) / 0.9;
                    double next = z - 1e-3 * g;
                    return 0.1 * next + 0.9 * (x + (next - x) * 2 / (t + 1));
                }),
                ExactStep.of("sgd", Map.of("lr", "1e-2", "momentum", "0.9", "weight-decay", "0.1"), (p, g, s, t) -> {
                    double d = g + 0.1 * p;
                    return p - 1e-2 * (t == 1 ? d : 0.9 * s[0] + d);
                }));
    }

    private static double momentum(int i) {
        return 0.9 * (1 - 0.5 * Math.pow(0.96, i * 4e-3));
    }
}
