package io.fletching.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fletching.kernels.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FloatMathTest {

    /// Values of erf to 20 digits, of which float64 holds 16.
    @ParameterizedTest
    @CsvSource({
        "0.1, 0.11246291601828489220",
        "0.5, 0.52049987781304653768",
        "1, 0.84270079294971486934",
        "1.9999, 0.99532019790702939169",
        "2, 0.99532226501895273416",
        "3, 0.99997790950300141456",
        "5, 0.99999999999846254021",
        "7, 1"
    })
    void erfOfFloat64(double x, double expected) {
        assertThat(DoubleMath.erf(x)).isCloseTo(expected, within(4e-16));
        assertThat(DoubleMath.erf(-x)).isEqualTo(-DoubleMath.erf(x));
    }

    /// About two million floats of all magnitudes, subnormal and beyond the range of exp included; the bound is
    /// what [Function] states.
    @ParameterizedTest
    @CsvSource({"EXP, 1.0", "LOG, 1.0", "TANH, 1.5", "ERF, 1.5", "SIN, 1.6", "COS, 1.6", "SQRT, 0.5"})
    void errorStaysBelowTheStatedUnits(Function f, double bound) {
        double worst = 0;
        float at = 0;
        for (long bits = 0; bits < 0x7F800000L; bits += 2111) {
            float x = Float.intBitsToFloat((int) bits);
            for (float signed = x; ; signed = -x) {
                double error = error(f, signed);
                if (!(error <= worst)) {
                    worst = error;
                    at = signed;
                }
                if (signed == -x) {
                    break;
                }
            }
        }
        assertThat(worst).as("%s at %s", f, at).isLessThanOrEqualTo(bound);
    }

    @ParameterizedTest
    @EnumSource(Function.class)
    void specialValuesAreThoseOfTheReference(Function f) {
        float[] special = {
            0f,
            -0f,
            1f,
            -1f,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            Float.MIN_NORMAL,
            88.72283f,
            88.72284f,
            -103.97f,
            -104f
        };
        for (float x : special) {
            double exact = DoubleMath.map(f, x);
            float expected = (float) exact;
            float actual = FloatMath.map(f, x);
            if (Float.isFinite(expected) && expected != 0) {
                assertThat(Math.abs(actual - exact) / Math.ulp(expected))
                        .as("%s(%s)", f, x)
                        .isLessThan(2);
            } else {
                assertThat((Float) actual).as("%s(%s)", f, x).isEqualTo((Float) expected);
            }
        }
    }

    private static double error(Function f, float x) {
        double exact = DoubleMath.map(f, x);
        float actual = FloatMath.map(f, x);
        if (Double.isNaN(exact) || Float.isInfinite((float) exact)) {
            return Float.compare(actual, (float) exact) == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        return Math.abs(actual - exact) / Math.ulp((float) exact);
    }
}
