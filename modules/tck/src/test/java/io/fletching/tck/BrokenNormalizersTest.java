package io.fletching.tck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.spi.Descriptor;
import io.fletching.spi.NormCall;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Options;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Rules of the normalizers' contract, broken by a norm `y = gain · x` that does one thing wrong.
class BrokenNormalizersTest {
    private static final StateSlot GAIN =
            StateSlot.fixed("gain").life(StateSlot.Life.LEARNED).initially(1);
    private static final StateSlot SEEN = StateSlot.fixed("seen");
    private static final StateSlot SCRATCH = StateSlot.perRow("scratch").life(StateSlot.Life.SCRATCH);

    private enum Mistake {
        NONE,
        WRONG_GRADIENT,
        OVERWRITTEN_LEARNED_GRADIENT,
        ADDED_INPUT_GRADIENT,
        LOOKS_AT_OTHER_ROWS,
        MOVES_IN_EVALUATION,
        READS_SCRATCH
    }

    private record Gain(Mistake mistake) implements Normalizer, Normalizer.Norm {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("gain", "A learned factor");
        }

        @Override
        public Norm bind(Options options, Shape sample) {
            return this;
        }

        @Override
        public StateLayout layout(Phase phase) {
            // Only a whole tensor may write what it learns or keeps in its one pass.
            return mistake == Mistake.LOOKS_AT_OTHER_ROWS && phase != Phase.BACKWARD
                    ? StateLayout.rowwise(GAIN, SEEN, SCRATCH)
                    : StateLayout.whole(GAIN, SEEN, SCRATCH);
        }

        @Override
        public void forward(Tensor x, Tensor y, State state, NormCall call) {
            double gain = state.get(GAIN).get(0);
            if (mistake == Mistake.READS_SCRATCH) {
                gain += state.get(SCRATCH).get(0);
            }
            if (mistake == Mistake.MOVES_IN_EVALUATION && !call.training()) {
                state.get(SEEN).set(0, state.get(SEEN).get(0) + 1);
            }
            double other = mistake == Mistake.LOOKS_AT_OTHER_ROWS ? x.get(x.size() - 1) : 0;
            for (long i = 0; i < x.size(); i++) {
                y.set(i, gain * x.get(i) + other);
            }
        }

        @Override
        public void backward(Tensor x, Tensor dy, Tensor dx, State state, NormCall call) {
            double gain = state.get(GAIN).get(0) * (mistake == Mistake.WRONG_GRADIENT ? 1.01 : 1);
            double sum = mistake == Mistake.OVERWRITTEN_LEARNED_GRADIENT
                    ? 0
                    : state.gradient(GAIN).get(0);
            for (long i = 0; i < x.size(); i++) {
                double before = mistake == Mistake.ADDED_INPUT_GRADIENT && !Double.isNaN(dx.get(i)) ? dx.get(i) : 0;
                dx.set(i, before + gain * dy.get(i));
                sum += x.get(i) * dy.get(i);
            }
            state.gradient(GAIN).set(0, sum);
        }
    }

    private static NormalizerContract contract(Mistake mistake) {
        return new NormalizerContract() {
            @Override
            protected Normalizer provider() {
                return new Gain(mistake);
            }
        };
    }

    private static void refuses(Consumer<NormalizerContract> rule, Mistake mistake) {
        rule.accept(contract(Mistake.NONE));
        assertThatThrownBy(() -> rule.accept(contract(mistake))).isInstanceOf(AssertionError.class);
    }

    @Test
    void aGradientThatIsOnePercentOff() {
        refuses(NormalizerContract::hasTheGradientsOfItsForwardPass, Mistake.WRONG_GRADIENT);
    }

    @Test
    void aLearnedGradientThatIsOverwritten() {
        refuses(NormalizerContract::addsToLearnedGradientsAndOverwritesTheOther, Mistake.OVERWRITTEN_LEARNED_GRADIENT);
    }

    @Test
    void anInputGradientThatIsAdded() {
        refuses(NormalizerContract::addsToLearnedGradientsAndOverwritesTheOther, Mistake.ADDED_INPUT_GRADIENT);
    }

    @Test
    void rowsThatSeeOneAnother() {
        refuses(NormalizerContract::keepsItsPromiseThatRowsAreIndependent, Mistake.LOOKS_AT_OTHER_ROWS);
    }

    @Test
    void anEvaluationThatLeavesATrace() {
        refuses(NormalizerContract::evaluatesWithoutATrace, Mistake.MOVES_IN_EVALUATION);
    }

    @Test
    void scratchThatIsReadFirst() {
        refuses(NormalizerContract::readsNothingBeforeWritingIt, Mistake.READS_SCRATCH);
    }
}
