package io.fletching.initializers;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/// A distribution, and how far a sample is from it.
///
/// @param cumulative the share below
record Target(double mean, double variance, double fourth, double low, double high, DoubleUnaryOperator cumulative) {
    static Target uniform(double low, double high) {
        double width = high - low;
        return new Target(
                (low + high) / 2,
                width * width / 12,
                Math.pow(width, 4) / 80,
                low,
                high,
                x -> Math.clamp((x - low) / width, 0, 1));
    }

    static Target normal(double mean, double deviation) {
        return truncated(mean, deviation, 12);
    }

    /// A normal that is cut at this many of its deviations, with the deviation that it had before.
    static Target truncated(double mean, double deviation, double cut) {
        double density = Math.exp(-cut * cut / 2) / Math.sqrt(2 * Math.PI);
        double mass = 2 * phi(cut) - 1;
        double second = 1 - 2 * cut * density / mass;
        double fourth = 3 * second - 2 * cut * cut * cut * density / mass;
        return new Target(
                mean,
                second * deviation * deviation,
                fourth * Math.pow(deviation, 4),
                mean - cut * deviation,
                mean + cut * deviation,
                x -> (phi(Math.clamp((x - mean) / deviation, -cut, cut)) - phi(-cut)) / mass);
    }

    /// The distribution of the standard normal, by a series of positive terms.
    private static double phi(double z) {
        if (Math.abs(z) > 9) {
            return z > 0 ? 1 : 0;
        }
        double term = z;
        double sum = z;
        for (int k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
            term *= z * z / k;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    /// The probability that a sample of this distribution is as far from it as this one, by Kolmogorov's
    /// asymptotic form with the correction of Stephens for finite samples.
    double kolmogorovSmirnov(float[] sample) {
        float[] sorted = sample.clone();
        Arrays.sort(sorted);
        double n = sorted.length;
        double distance = 0;
        for (int i = 0; i < n; i++) {
            double share = cumulative.applyAsDouble(sorted[i]);
            distance = Math.max(distance, Math.max(share - i / n, (i + 1) / n - share));
        }
        double lambda = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance;
        double p = 0;
        for (int k = 1; k <= 100; k++) {
            p += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * lambda * lambda);
        }
        return lambda < 0.3 ? 1 : p;
    }
}
