package io.fletching.provider.adamw8bit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DynamicMapTest {
    private static DynamicMap map(boolean signed) {
        return signed ? DynamicMap.SIGNED : DynamicMap.UNSIGNED;
    }

    private static double[] sorted(boolean signed) {
        return IntStream.range(0, 256)
                .mapToDouble(code -> map(signed).value((byte) code))
                .sorted()
                .toArray();
    }

    /// As the paper has it, decade by decade: equal parts of [0.1, 1], of which the middles are taken.
    private static double[] paper(boolean signed) {
        var values = DoubleStream.builder().add(0).add(1);
        for (int decade = 0; decade < 7; decade++) {
            int parts = (signed ? 1 : 2) << decade;
            for (int part = 0; part < parts; part++) {
                double low = 0.1 + 0.9 * part / parts;
                double high = 0.1 + 0.9 * (part + 1) / parts;
                double middle = Math.pow(10, decade - 6) * (low + high) / 2;
                values.add(middle);
                if (signed) {
                    values.add(-middle);
                }
            }
        }
        return values.build().sorted().toArray();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNumbersAreThoseOfThePaper(boolean signed) {
        assertThat(sorted(signed)).hasSize(256).containsExactly(paper(signed), within(1e-7));
        assertThat(sorted(signed)).doesNotHaveDuplicates();
        assertThat(map(signed).value((byte) 0)).isZero();
    }

    /// Some figures of the maps that bitsandbytes makes: the least above zero, and those next to one.
    @Test
    void someNumbersByHand() {
        assertThat(DynamicMap.SIGNED.value((byte) 1)).isCloseTo(5.5e-7f, within(1e-12f));
        assertThat(DynamicMap.SIGNED.value((byte) 127)).isCloseTo(0.992969f, within(1e-6f));
        assertThat(DynamicMap.SIGNED.value((byte) -127)).isCloseTo(-0.992969f, within(1e-6f));
        assertThat(DynamicMap.SIGNED.value((byte) -128)).isEqualTo(1);
        assertThat(DynamicMap.UNSIGNED.value((byte) 1)).isCloseTo(3.25e-7f, within(1e-12f));
        assertThat(DynamicMap.UNSIGNED.value((byte) -2)).isCloseTo(0.996484f, within(1e-6f));
        assertThat(DynamicMap.UNSIGNED.value((byte) -1)).isEqualTo(1);
    }

    /// Every number of a fine mesh gets the nearest code, and every code's own number that code.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNearestCodeIsFound(boolean signed) {
        double[] sorted = sorted(signed);
        for (float x = 1; x > 1e-8; x -= x * 1e-4f) {
            for (float y : signed ? new float[] {x, -x} : new float[] {x}) {
                double best = Double.POSITIVE_INFINITY;
                for (double value : sorted) {
                    if (signed || value > 0) {
                        best = Math.min(best, Math.abs(value - y));
                    }
                }
                float found = map(signed).value(map(signed).code(y));
                assertThat(Math.abs(found - y)).as("of %s", y).isCloseTo((float) best, within(1e-6f * x));
            }
        }
        for (int code = 0; code < 256; code++) {
            assertThat(map(signed).code(map(signed).value((byte) code))).isEqualTo((byte) code);
        }
    }

    /// What is larger than the middle between two neighbours has the code of the larger magnitude, and what is smaller
    /// the other one, but for the rounding of float32.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCodeBeginsAtTheMiddle(boolean signed) {
        double[] sorted = sorted(signed);
        for (int i = signed ? 1 : 2; i < 256; i++) {
            boolean negative = sorted[i] <= 0;
            float smaller = (float) sorted[negative ? i : i - 1];
            float larger = (float) sorted[negative ? i - 1 : i];
            double middle = ((double) smaller + larger) / 2;
            assertThat(map(signed).value(map(signed).code((float) (middle * (1 + 1.5e-6)))))
                    .isEqualTo(larger);
            assertThat(map(signed).value(map(signed).code((float) (middle * (1 - 1.5e-6)))))
                    .isEqualTo(smaller);
        }
    }

    @Test
    void onlyZeroIsTakenForZeroWithoutASign() {
        assertThat(DynamicMap.UNSIGNED.code(0)).isZero();
        assertThat(DynamicMap.UNSIGNED.code(Float.MIN_VALUE)).isEqualTo((byte) 1);
        assertThat(DynamicMap.SIGNED.code(1e-8f)).isZero();
        assertThat(DynamicMap.SIGNED.code(-1e-8f)).isZero();
    }

    @Test
    void whatIsNoNumberHasACode() {
        assertThat(DynamicMap.SIGNED.code(Float.NaN)).isEqualTo((byte) -128);
        assertThat(DynamicMap.SIGNED.code(Float.NEGATIVE_INFINITY)).isEqualTo((byte) -127);
        assertThat(DynamicMap.UNSIGNED.code(Float.POSITIVE_INFINITY)).isEqualTo((byte) -1);
        assertThat(DynamicMap.UNSIGNED.code(Float.NaN)).isEqualTo((byte) -1);
    }
}
