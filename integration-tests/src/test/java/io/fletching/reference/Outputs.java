package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fletching.spi.Tensor;
import java.util.Set;
import java.util.TreeSet;

/// The outputs of a case, each of which is to be checked.
final class Outputs {
    private final JsonNode outputs;
    private final Set<String> unchecked = new TreeSet<>();

    /// How near a figure must be.
    record Tolerance(double relative, double absolute) {
        /// Of results of forward and backward passes.
        static final Tolerance NEAR = new Tolerance(1.3e-6, 1e-5);

        void check(String what, double actual, double expected) {
            double allowed = absolute + relative * Math.abs(expected);
            boolean near = Double.isFinite(expected)
                    ? Math.abs(actual - expected) <= allowed
                    : Double.compare(actual, expected) == 0;
            if (!near) {
                throw new AssertionError(
                        what + " is " + actual + "; expected " + expected + " within " + allowed + ".");
            }
        }
    }

    Outputs(Case figures) {
        this.outputs = figures.outputs();
        figures.outputs().fieldNames().forEachRemaining(unchecked::add);
    }

    boolean has(String name) {
        return outputs.has(name);
    }

    /// The figures of an output, which count as checked.
    JsonNode take(String name) {
        unchecked.remove(name);
        return outputs.path(name);
    }

    /// Checks a tensor, where the case has such an output.
    void check(String name, Tensor actual, Tolerance tolerance) {
        if (has(name)) {
            check(name, actual, Figures.of(take(name)), tolerance);
        }
    }

    static void check(String what, Tensor actual, Figures expected, Tolerance tolerance) {
        assertThat(actual.size())
                .as("elements of " + what)
                .isEqualTo(expected.shape().size());
        for (int i = 0; i < actual.size(); i++) {
            tolerance.check(what + "[" + i + "]", actual.get(i), expected.data().get(i));
        }
    }

    /// The same tolerance, and a share of the largest figure of this output.
    Tolerance conditioned(String name, Tolerance tolerance, double share) {
        double largest = has(name) ? Figures.of(outputs.path(name)).largest() : 0;
        return new Tolerance(tolerance.relative, tolerance.absolute + share * largest);
    }

    /// Fails where an output of the case was looked at by nobody.
    void finish() {
        assertThat(outputs.isEmpty()).as("that the case has no outputs").isFalse();
        assertThat(unchecked).as("outputs that nobody checked").isEmpty();
    }
}
