package io.fletching.reference;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// An optimizer with options, and its step in float64 as the paper or the reference library writes it.
///
/// @param rows of the parameter; a vector has one
record ExactStep(String optimizer, Map<String, String> options, int rows, TensorFormula formula) {
    /// A step of a whole tensor.
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
            return elements(p.length, i -> step(p[i], g[i], s[i], t));
        }
    }

    static ExactStep of(String optimizer, Map<String, String> options, Formula formula) {
        return new ExactStep(optimizer, options, 1, formula);
    }

    static double[] elements(int n, IntToDoubleFunction element) {
        return IntStream.range(0, n).mapToDouble(element).toArray();
    }

    static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
    }

    static double mean(double decay, double before, double value) {
        return decay * before + (1 - decay) * value;
    }

    static double corrected(double mean, double decay, int t) {
        return mean / (1 - Math.pow(decay, t));
    }

    static double root(double mean, double decay, int t) {
        return Math.sqrt(corrected(mean, decay, t));
    }

    @Override
    public String toString() {
        return optimizer + " " + new TreeMap<>(options);
    }
}
