package io.fletching.data;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.fletching.data.internal.RowOrder;

/// A linear classifier, trained one example after another: the yardstick for how hard a set is.
final class SoftmaxRegression {
    private static final double RATE = 0.002;

    private final int width;
    private final float[][] weights;
    private final float[] row;
    private final double[] scores;

    private SoftmaxRegression(int width, int classes) {
        this.width = width;
        this.weights = new float[classes][width + 1];
        this.row = new float[width + 1];
        this.scores = new double[classes];
        row[width] = 1;
    }

    /// Gradient descent whose rate falls to 0 over the epochs.
    static SoftmaxRegression train(Dataset data, int epochs) {
        var model = new SoftmaxRegression((int) data.width(), data.classes().size());
        RowOrder order = new RowOrder((int) data.rows());
        for (int epoch = 0; epoch < epochs; epoch++) {
            order.shuffle(0, epoch);
            double rate = RATE * (epochs - epoch) / epochs;
            for (int i = 0; i < order.size(); i++) {
                model.learn(data, order.at(i), rate);
            }
        }
        return model;
    }

    double accuracy(Dataset data) {
        int right = 0;
        for (int i = 0; i < data.rows(); i++) {
            right += predict(data, i) == label(data, i) ? 1 : 0;
        }
        return (double) right / data.rows();
    }

    private void learn(Dataset data, int example, double rate) {
        int best = predict(data, example);
        double highest = scores[best];
        double sum = 0;
        for (int k = 0; k < scores.length; k++) {
            scores[k] = Math.exp(scores[k] - highest);
            sum += scores[k];
        }
        for (int k = 0; k < scores.length; k++) {
            double error = scores[k] / sum - (k == label(data, example) ? 1 : 0);
            float step = (float) (-rate * error);
            float[] w = weights[k];
            for (int j = 0; j <= width; j++) {
                w[j] += step * row[j];
            }
        }
    }

    private int predict(Dataset data, int example) {
        for (int j = 0; j < width; j++) {
            row[j] = data.features().data().get(JAVA_FLOAT_UNALIGNED, Float.BYTES * ((long) example * width + j));
        }
        int best = 0;
        for (int k = 0; k < scores.length; k++) {
            scores[k] = dot(weights[k], row);
            best = scores[k] > scores[best] ? k : best;
        }
        return best;
    }

    private static double dot(float[] a, float[] b) {
        double even = 0;
        double odd = 0;
        int i = 0;
        for (; i + 1 < a.length; i += 2) {
            even += a[i] * b[i];
            odd += a[i + 1] * b[i + 1];
        }
        return i < a.length ? even + odd + a[i] * b[i] : even + odd;
    }

    private static int label(Dataset data, int example) {
        return data.targets().data().get(JAVA_INT_UNALIGNED, (long) Integer.BYTES * example);
    }
}
