package io.fletching.provider.normal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardCutTest {
    /// By the formula, with the density and the distribution of the normal.
    static StandardCut byParts(double low, double high) {
        double mass = distribution(high) - distribution(low);
        double mean = (density(low) - density(high)) / mass;
        double second = 1 + (low * density(low) - high * density(high)) / mass;
        return new StandardCut(mean, Math.sqrt(second - mean * mean));
    }

    private static double density(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    /// One half and the series z + z³/3 + z⁵/(3·5) + …, times the density.
    private static double distribution(double z) {
        double term = z;
        double sum = z;
        for (int k = 3; k < 300; k += 2) {
            term *= z * z / k;
            sum += term;
        }
        return 0.5 + sum * density(z);
    }

    @ParameterizedTest
    @CsvSource({"-2, 2", "-0.01, 0.01", "-1, 2.5", "-7, 0.5", "-8, 8"})
    void agreesWithTheFormula(double low, double high) {
        var cut = StandardCut.of(low, high);
        assertThat(cut.mean()).isCloseTo(byParts(low, high).mean(), within(1e-9));
        assertThat(cut.deviation()).isCloseTo(byParts(low, high).deviation(), within(1e-9));
    }

    /// The constant of JAX and Keras.
    @Test
    void isTheirsForACutAtTwo() {
        assertThat(StandardCut.of(-2, 2).deviation()).isCloseTo(0.8796256610342398, within(1e-14));
    }

    @Test
    void knowsNoBoundBeyondTheEnd() {
        var whole = StandardCut.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        assertThat(whole.mean()).isCloseTo(0, within(1e-12));
        assertThat(whole.deviation()).isCloseTo(1, within(1e-12));
    }
}
