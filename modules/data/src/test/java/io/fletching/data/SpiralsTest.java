package io.fletching.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SpiralsTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @Test
    void hasTwoFeaturesAndAClassForEachArm() {
        try (Split split = memory.load(DataOptions.of(Source.parse("spirals")))) {
            assertThat(split.training().features()).hasToString("F32[2400, 2]");
            assertThat(split.preparation().featureNames()).containsExactly("x", "y");
            assertThat(split.training().classes()).containsExactly("0", "1", "2");
        }
    }

    /// What makes it worth a deep network: near neighbours share the arm, and no line divides the arms.
    @Test
    void isClearToNeighboursAndClosedToALinearModel() {
        try (Split split = memory.load(DataOptions.of(Source.spirals()))) {
            assertThat(nearestNeighbour(split)).isGreaterThan(0.95);
            assertThat(SoftmaxRegression.train(split.training(), 5).accuracy(split.validation()))
                    .isBetween(0.2, 0.6);
        }
    }

    private static double nearestNeighbour(Split split) {
        Dataset known = split.training();
        Dataset asked = split.validation();
        int right = 0;
        for (long i = 0; i < asked.rows(); i++) {
            long best = 0;
            double nearest = Double.POSITIVE_INFINITY;
            for (long j = 0; j < known.rows(); j++) {
                double dx = asked.features().get(2 * i) - known.features().get(2 * j);
                double dy = asked.features().get(2 * i + 1) - known.features().get(2 * j + 1);
                if (dx * dx + dy * dy < nearest) {
                    nearest = dx * dx + dy * dy;
                    best = j;
                }
            }
            right += asked.targets().get(i) == known.targets().get(best) ? 1 : 0;
        }
        return (double) right / asked.rows();
    }

    @Test
    void refusesWhatIsNoSpiral() {
        assertThatThrownBy(() -> new Source.Spirals(10, 1, 0, 0))
                .hasMessage("The arms of spirals are '1'; expected at least 2.");
        assertThatThrownBy(() -> new Source.Spirals(10, 2, Double.NaN, 0))
                .hasMessage("The noise of spirals is 'NaN'; expected a finite number, at least 0.");
        assertThatThrownBy(() -> new Source.Spirals(0, 2, 0, 0))
                .hasMessage("The rows of spirals are '0'; expected 1 to 5000000.");
    }
}
