package io.fletching.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Clipper;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Gradients;
import io.fletching.spi.Options;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;
import io.fletching.tck.Finding.Outcome;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A clipper by `1 / (1 + norm)` with one mistake breaks the rule of the mistake.
class BrokenClippersTest {
    enum Mistake {
        NONE,
        REMEMBERS_EACH_ELEMENT,
        STARTS_IN_A_FIELD,
        FORGETS_THE_PENDING_FACTOR,
        DIVIDES_BY_ZERO,
        OVERFLOWS,
        REMEMBERS_WHAT_WAS_REFUSED,
        AMPLIFIES
    }

    private record Shrinking(Mistake mistake) implements Clipper {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("shrinking", "Scales all gradients");
        }

        @Override
        public Rule bind(Options options) {
            return new ByNorm(mistake);
        }
    }

    private static final class ByNorm implements Clipper.Rule {
        private final Mistake mistake;
        private long first;
        private boolean refused;

        ByNorm(Mistake mistake) {
            this.mistake = mistake;
        }

        @Override
        public StateLayout history() {
            return mistake == Mistake.REMEMBERS_EACH_ELEMENT
                    ? StateLayout.elementwise(StateSlot.like("mean"))
                    : StateLayout.none();
        }

        @Override
        public int measures() {
            return 1;
        }

        @Override
        public void measure(Tensor gradient, double[] sums) {
            double squares = Kernels.f32().sumOfSquares(gradient.data(), 0, gradient.size());
            refused |= !Double.isFinite(squares);
            sums[0] += squares;
        }

        @Override
        public void decide(Gradients gradients, State history) {
            first = first == 0 ? gradients.number() : first;
            double norm = gradients.norm();
            gradients.scale(
                    switch (mistake) {
                        case STARTS_IN_A_FIELD -> (first > 1 ? 1.1 : 1) / (1 + norm);
                        case FORGETS_THE_PENDING_FACTOR -> 1 / (1 + Math.sqrt(gradients.measured(0, 0)));
                        case DIVIDES_BY_ZERO -> 1 / norm;
                        case OVERFLOWS -> 1 / (1 + (float) (norm * norm));
                        case REMEMBERS_WHAT_WAS_REFUSED -> (refused ? 0.5 : 1) / (1 + norm);
                        case AMPLIFIES -> 2;
                        default -> 1 / (1 + norm);
                    });
        }
    }

    @Test
    void aClipperWithoutAMistakeConforms() {
        Controls.breaks(Conformance.of(() -> new Shrinking(Mistake.NONE)).promises(Set.of("CLP-07")));
    }

    @ParameterizedTest
    @CsvSource({
        "CLP-01, REMEMBERS_EACH_ELEMENT",
        "CLP-02, STARTS_IN_A_FIELD",
        "CLP-03, FORGETS_THE_PENDING_FACTOR",
        "CLP-04, DIVIDES_BY_ZERO",
        "CLP-05, OVERFLOWS",
        "CLP-06, REMEMBERS_WHAT_WAS_REFUSED"
    })
    void oneMistakeBreaksOneRule(String rule, Mistake mistake) {
        Controls.breaks(() -> new Shrinking(mistake), rule);
    }

    @Test
    void aClipperThatAmplifiesConformsUnlessItPromisedNotTo() {
        var conformance = Conformance.of(() -> new Shrinking(Mistake.AMPLIFIES));
        Controls.breaks(conformance);
        assertThat(Controls.finding(conformance, "CLP-07").outcome()).isEqualTo(Outcome.MISSED);
        Controls.breaks(conformance.promises(Set.of("CLP-07")), "CLP-07");
    }
}
