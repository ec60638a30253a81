package io.fletching.tck;

import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
import io.fletching.spi.NormCall;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Options;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A norm `y = gain · x` with one mistake breaks the rule of the mistake.
class BrokenNormalizersTest {
    private static final StateSlot GAIN =
            StateSlot.fixed("gain").life(StateSlot.Life.LEARNED).initially(1);
    private static final StateSlot SEEN = StateSlot.fixed("seen");
    private static final StateSlot SCRATCH = StateSlot.perRow("scratch").life(StateSlot.Life.SCRATCH);

    enum Mistake {
        NONE,
        WRONG_GRADIENT,
        OVERWRITTEN_LEARNED_GRADIENT,
        ADDED_INPUT_GRADIENT,
        LOOKS_AT_OTHER_ROWS,
        MOVES_IN_EVALUATION,
        READS_SCRATCH,
        LOSES_DIGITS,
        STARTS_IN_A_FIELD
    }

    private record Gain(Mistake mistake) implements Normalizer {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("gain", "A learned factor");
        }

        @Override
        public Norm bind(Options options, Shape sample) {
            return new Factor(mistake);
        }
    }

    private static final class Factor implements Normalizer.Norm {
        private final Mistake mistake;
        private long first;

        Factor(Mistake mistake) {
            this.mistake = mistake;
        }

        @Override
        public StateLayout layout(Normalizer.Phase phase) {
            // Only a whole tensor may write what it learns or keeps in its one pass.
            return mistake == Mistake.LOOKS_AT_OTHER_ROWS && phase != Normalizer.Phase.BACKWARD
                    ? StateLayout.rowwise(GAIN, SEEN, SCRATCH)
                    : StateLayout.whole(GAIN, SEEN, SCRATCH);
        }

        @Override
        public void forward(Tensor x, Tensor y, State state, NormCall call) {
            double gain = state.get(GAIN).get(0);
            first = first == 0 ? call.number() : first;
            boolean misled = switch (mistake) {
                case READS_SCRATCH -> Double.isNaN(state.get(SCRATCH).get(0));
                case LOSES_DIGITS -> x.dtype() == DType.F32 && Math.abs(x.get(0)) > 500;
                case STARTS_IN_A_FIELD -> first > 1;
                default -> false;
            };
            if (mistake == Mistake.MOVES_IN_EVALUATION && !call.training()) {
                state.get(SEEN).set(0, state.get(SEEN).get(0) + 1);
            }
            double other = mistake == Mistake.LOOKS_AT_OTHER_ROWS && x.get(x.size() - 1) > 0 ? 1 : misled ? 100 : 0;
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

    @Test
    void aNormWithoutAMistakeConforms() {
        Controls.breaks(() -> new Gain(Mistake.NONE));
    }

    @ParameterizedTest
    @CsvSource({
        "ALL-13, READS_SCRATCH",
        "NRM-02, OVERWRITTEN_LEARNED_GRADIENT",
        "NRM-03, MOVES_IN_EVALUATION",
        "NRM-04, WRONG_GRADIENT",
        "NRM-05, LOSES_DIGITS",
        "NRM-06, STARTS_IN_A_FIELD"
    })
    void oneMistakeBreaksOneRule(String rule, Mistake mistake) {
        Controls.breaks(() -> new Gain(mistake), rule);
    }

    /// To look at the last row of a part is to look at the cut as well.
    @Test
    void rowsThatSeeOneAnother() {
        Controls.breaks(() -> new Gain(Mistake.LOOKS_AT_OTHER_ROWS), "ALL-11", "NRM-01");
    }

    /// To add to dx is to read what was never written, and to remember it.
    @Test
    void anInputGradientThatIsAdded() {
        Controls.breaks(() -> new Gain(Mistake.ADDED_INPUT_GRADIENT), "ALL-13", "NRM-02", "NRM-06");
    }
}
