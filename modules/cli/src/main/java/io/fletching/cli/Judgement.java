package io.fletching.cli;

import java.util.Locale;

/// How good predictions are, by the labels that come with their rows.
final class Judgement {
    private final boolean classes;
    private long rows;
    private double sum;

    /// @param classes whether classes are predicted, and not numbers
    Judgement(boolean classes) {
        this.classes = classes;
    }

    /// @param label NaN where there is none
    void add(double prediction, double label) {
        if (!Double.isNaN(label)) {
            double error = prediction - label;
            rows++;
            sum += classes ? (error == 0 ? 1 : 0) : error * error;
        }
    }

    /// A sentence without its end; empty where there was no label.
    String text() {
        if (rows == 0) {
            return "";
        }
        return classes
                ? String.format(Locale.ROOT, "accuracy %.2f %% of %,d labelled rows", 100 * sum / rows, rows)
                : String.format(Locale.ROOT, "rmse %.4g over %,d labelled rows", Math.sqrt(sum / rows), rows);
    }
}
