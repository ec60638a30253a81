package io.fletching.reference;

import static io.fletching.reference.ExactStep.corrected;
import static io.fletching.reference.ExactStep.elements;
import static io.fletching.reference.ExactStep.mean;
import static io.fletching.reference.ExactStep.norm;
import static io.fletching.reference.ExactStep.root;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The optimizers that see a tensor or a matrix as a whole.
final class TensorSteps {
    private static final int ROWS = 40;

    private TensorSteps() {}

    static Stream<ExactStep> all() {
        return Stream.of(
                of("lamb", Map.of("weight-decay", "0.1"), 1, TensorSteps::lamb),
                of("lars", Map.of("weight-decay", "0.1", "nesterov", "true"), 1, TensorSteps::lars),
                of("adafactor", Map.of("weight-decay", "0.1"), ROWS, TensorSteps::adafactor),
                of("adafactor", Map.of("least-side", "1000", "relative-step", "false"), ROWS, TensorSteps::unfactored),
                of("muon", Map.of(), ROWS, (p, g, s, t) -> muon(ROWS, p, g, s)),
                of("muon", Map.of("precision", "float32"), ROWS, (p, g, s, t) -> muon(ROWS, p, g, s)));
    }

    private static ExactStep of(
            String optimizer, Map<String, String> options, int rows, ExactStep.TensorFormula formula) {
        return new ExactStep(optimizer, options, rows, formula);
    }

    private static double[] lamb(double[] p, double[] g, double[][] s, int t) {
        double[] u = elements(p.length, i -> {
            double m = mean(0.9, s[i][0], g[i]);
            double v = mean(0.999, s[i][1], g[i] * g[i]);
            return corrected(m, 0.9, t) / (root(v, 0.999, t) + 1e-6) + 0.1 * p[i];
        });
        double rate = 1e-3 * norm(p) / norm(u);
        return elements(p.length, i -> p[i] - rate * u[i]);
    }

    private static double[] lars(double[] p, double[] g, double[][] s, int t) {
        double ratio = 1e-3 * norm(p) / (norm(g) + 0.1 * norm(p) + 1e-8);
        return elements(p.length, i -> {
            double d = ratio * (g[i] + 0.1 * p[i]);
            double b = t == 1 ? d : 0.9 * s[i][0] + d;
            return p[i] - (d + 0.9 * b);
        });
    }

    private static double[] adafactor(double[] p, double[] g, double[][] s, int t) {
        int columns = p.length / ROWS;
        double decay = 1 - Math.pow(t, -0.8);
        double[] r = elements(ROWS, i -> mean(decay, s[i][0], meanSquare(g, i * columns, 1, columns)));
        double[] c = elements(columns, j -> mean(decay, s[j][1], meanSquare(g, j, columns, ROWS)));
        double all = Arrays.stream(r).sum() / ROWS;
        double[] u = elements(p.length, i -> g[i] / Math.sqrt(r[i / columns] * c[i % columns] / all));
        double rate = rms(p) * Math.min(1e-2, 1 / Math.sqrt(t)) / Math.max(1, rms(u));
        return elements(p.length, i -> p[i] * (1 - 1e-2 * 0.1) - rate * u[i]);
    }

    private static double[] unfactored(double[] p, double[] g, double[][] s, int t) {
        double decay = 1 - Math.pow(t, -0.8);
        double[] u = elements(p.length, i -> g[i] / Math.sqrt(mean(decay, s[i][0], g[i] * g[i])));
        double rate = rms(p) * 1e-2 / Math.max(1, rms(u));
        return elements(p.length, i -> p[i] - rate * u[i]);
    }

    private static double rms(double[] values) {
        return norm(values) / Math.sqrt(values.length);
    }

    private static double meanSquare(double[] values, int first, int stride, int n) {
        return IntStream.range(0, n)
                        .mapToDouble(i -> values[first + i * stride])
                        .map(value -> value * value)
                        .sum()
                / n;
    }

    /// Of a matrix with more columns than rows.
    private static double[] muon(int rows, double[] p, double[] g, double[][] s) {
        int columns = p.length / rows;
        double[] u = elements(p.length, i -> 0.95 * mean(0.95, s[i][0], g[i]) + (1 - 0.95) * g[i]);
        double norm = Math.max(norm(u), 1e-7);
        double[] x = elements(p.length, i -> u[i] / norm);
        for (int step = 0; step < 5; step++) {
            double[] before = x;
            double[] gram = elements(
                    rows * rows,
                    i -> IntStream.range(0, columns)
                            .mapToDouble(k -> before[i / rows * columns + k] * before[i % rows * columns + k])
                            .sum());
            double[] factor =
                    elements(rows * rows, i -> -4.7750 * gram[i] + 2.0315 * dot(gram, i / rows, gram, i % rows, rows));
            x = elements(
                    p.length, i -> 3.4445 * before[i] + dot(factor, i / columns, before, i % columns, rows, columns));
        }
        double[] orthogonal = x;
        double rate = 0.02 * Math.sqrt(Math.max(1, (double) rows / columns));
        return elements(p.length, i -> p[i] * (1 - 0.02 * 0.1) - rate * orthogonal[i]);
    }

    private static double dot(double[] a, int row, double[] b, int column, int n) {
        return dot(a, row, b, column, n, n);
    }

    /// An element of the product of a, which has n columns, and b, which has `width`.
    private static double dot(double[] a, int row, double[] b, int column, int n, int width) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += a[row * n + k] * b[k * width + column];
        }
        return sum;
    }
}
