package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.arrow.Memory;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.NormCall;
import io.fletching.spi.Normalizer.Norm;
import io.fletching.spi.Normalizer.Phase;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormProgramTest {
    private static final int BATCH = 70;
    private static final int BLOCK = 32;
    private static final int WIDTH = 100;

    private final Memory memory = Memory.create();
    private final Variables variables = new Variables(memory);

    @AfterEach
    void nothingIsLeft() {
        memory.close();
        assertThat(memory.bytes()).isZero();
    }

    /// The tensors of one use.
    private final class Use {
        final Shape shape;
        final DType type;
        final Tensor x;
        final Tensor y;
        final Tensor dx;
        final Tensor dy;
        final NormProgram program;

        Use(NormSlots slots, Shape sample, DType type, long seed) {
            this.shape = sample.batchOf(BATCH);
            this.type = type;
            this.x = random(seed);
            this.dy = random(seed + 1);
            this.y = memory.allocate(type, shape);
            this.dx = memory.allocate(type, shape);
            this.program = NormProgram.training(slots, BLOCK, x, y, dx, dy, memory);
        }

        private Tensor random(long seed) {
            var random = new Random(seed);
            Tensor tensor = memory.allocate(type, shape);
            for (long i = 0; i < tensor.size(); i++) {
                tensor.set(i, random.nextGaussian());
            }
            return tensor;
        }

        void run(Phase phase, Workers workers) {
            program.begin(phase);
            for (int i = 0; i < program.passes(phase).size(); i++) {
                int pass = i;
                long units = program.passes(phase).get(i).units();
                if (units == 0) {
                    int blocks = Math.ceilDiv(BATCH, BLOCK);
                    workers.run(
                            blocks,
                            block -> program.run(
                                    phase, pass, (long) block * BLOCK, Math.min(BLOCK, BATCH - block * BLOCK)));
                } else {
                    workers.run(Cut.shares(units), share -> {
                        long first = Cut.shareFirst(units, share);
                        program.run(phase, pass, first, Cut.shareFirst(units, share + 1) - first);
                    });
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void aRowNormGivesTheFormulaAndItsGradients(int threads) {
        var norm = new Norms.RowScale(2, WIDTH / 2);
        NormSlots slots = NormSlots.declare(norm, Shape.of(WIDTH), "norm", variables, DType.F64);
        Use use = new Use(slots, Shape.of(WIDTH), DType.F64, 1);
        Variable scale = variables.get("norm.scale");
        assertThat(scale.value().get(WIDTH / 2 - 1)).as("its initial value").isEqualTo(1);
        scale.value().set(3, 2);
        scale.gradient().set(3, 1000);
        try (var workers = Workers.of(threads)) {
            use.run(Phase.TRAIN, workers);
            use.run(Phase.BACKWARD, workers);
        }
        double squares = 0;
        for (int i = 0; i < WIDTH / 2; i++) {
            squares += Math.pow(use.x.get(6850 + i), 2);
        }
        double root = Math.sqrt(squares / (WIDTH / 2));
        assertThat(use.y.get(6853)).as("row 137 of 140").isEqualTo(use.x.get(6853) / root * 2, within(1e-12));

        // The loss is the sum of y * dy, so a difference of losses is the gradient.
        double before = loss(use);
        double gradient = use.dx.get(6853);
        double scaleGradient = scale.gradient().get(3);
        scale.value().set(3, 2 + 1e-6);
        assertThat((loss(use) - before) / 1e-6).isEqualTo(scaleGradient - 1000, within(1e-4));
        scale.value().set(3, 2);
        use.x.set(6853, use.x.get(6853) + 1e-6);
        assertThat((loss(use) - before) / 1e-6).isEqualTo(gradient, within(1e-4));
    }

    private double loss(Use use) {
        use.program.begin(Phase.TRAIN);
        use.program.run(Phase.TRAIN, 0, 0, BATCH);
        double loss = 0;
        for (long i = 0; i < use.y.size(); i++) {
            loss += use.y.get(i) * use.dy.get(i);
        }
        return loss;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void aNormThatCombinesGivesTheSameBitsForAnyThreads(int threads) {
        Use use = centre("norm");
        try (var workers = Workers.of(threads)) {
            use.run(Phase.TRAIN, workers);
            use.run(Phase.BACKWARD, workers);
        }
        Use other = centre("other");
        try (var workers = Workers.of(1)) {
            other.run(Phase.TRAIN, workers);
            other.run(Phase.BACKWARD, workers);
        }
        assertThat(use.y.data().mismatch(other.y.data())).isEqualTo(-1);
        assertThat(use.dx.data().mismatch(other.dx.data())).isEqualTo(-1);
        double sum = 0;
        for (int i = 0; i < BATCH; i++) {
            sum += use.y.get((long) i * WIDTH + 5);
        }
        assertThat(sum).isEqualTo(0, within(1e-4));
    }

    @Test
    void buffersFollowTheBatchesAndEvaluationReadsThem() {
        Use use = centre("norm");
        try (var workers = Workers.of(1)) {
            use.run(Phase.TRAIN, workers);
            double first = variables.buffers().get("norm.running").get(2);
            assertThat(first).isEqualTo(use.x.get(2) - use.y.get(2), within(1e-6));
            use.x.data().fill((byte) 0);
            use.run(Phase.TRAIN, workers);
            assertThat(variables.buffers().get("norm.running").get(2)).isEqualTo(first / 2, within(1e-7));
            assertThat(variables.buffers().get("norm.number").get(0)).isEqualTo(2);
            use.run(Phase.EVALUATE, workers);
            assertThat(use.y.get(2)).isEqualTo(-first / 2, within(1e-7));
            assertThat(variables.buffers().get("norm.number").get(0)).isEqualTo(2);
        }
    }

    @Test
    void aNumberThatWasRestoredGoesOn() {
        Use use = centre("norm");
        variables.buffers().get("norm.number").set(0, 9);
        use.program.begin(Phase.TRAIN);
        assertThat(use.program.number()).isEqualTo(10);
    }

    @Test
    void twoUsesOfOneNormSaveTheirOwn() {
        NormSlots slots =
                NormSlots.declare(new Norms.RowScale(1, WIDTH), Shape.of(WIDTH), "norm", variables, DType.F32);
        Use one = new Use(slots, Shape.of(WIDTH), DType.F32, 1);
        Use two = new Use(slots, Shape.of(WIDTH), DType.F32, 5);
        try (var workers = Workers.of(1)) {
            one.run(Phase.TRAIN, workers);
            one.run(Phase.BACKWARD, workers);
            double alone = one.dx.get(77);
            one.run(Phase.TRAIN, workers);
            two.run(Phase.TRAIN, workers);
            one.run(Phase.BACKWARD, workers);
            assertThat(one.dx.get(77)).isEqualTo(alone);
        }
    }

    @Test
    void rangesMustMeetTheBoundsOfPartsAndShares() {
        Use use = centre("norm");
        use.program.begin(Phase.TRAIN);
        assertThatThrownBy(() -> use.program.run(Phase.TRAIN, 0, 0, 30))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Pass 0 of TRAIN is to run [0, 30), but its calls are bounded by [0, 32, 64, 70].");
        assertThatThrownBy(() -> use.program.run(Phase.TRAIN, 0, 32, 32 + 1))
                .isInstanceOf(IllegalArgumentException.class);
        use.program.run(Phase.TRAIN, 0, 32, 38);
    }

    @Test
    void aTensorOfAnotherShapeIsRefused() {
        NormSlots slots = NormSlots.declare(new Norms.Centre(WIDTH), Shape.of(WIDTH), "norm", variables, DType.F32);
        Tensor x = memory.allocate(DType.F32, Shape.of(4, WIDTH));
        Tensor wrong = memory.allocate(DType.F32, Shape.of(4, WIDTH + 1));
        assertThatThrownBy(() -> NormProgram.evaluation(slots, BLOCK, x, wrong, memory))
                .hasMessage("A norm of samples [100] is given a tensor of shape [4, 101].");
        NormProgram evaluation = NormProgram.evaluation(slots, BLOCK, x, memory.allocate(DType.F32, x.shape()), memory);
        assertThatThrownBy(() -> evaluation.begin(Phase.TRAIN)).hasMessageContaining("it has [EVALUATE]");
    }

    @Test
    void aKeptSlotForEachRowIsRefused() {
        Norm norm = new Norm() {
            @Override
            public StateLayout layout(Phase phase) {
                return StateLayout.rowwise(StateSlot.perRow("mean"));
            }

            @Override
            public void forward(Tensor x, Tensor y, State state, NormCall call) {}

            @Override
            public void backward(Tensor x, Tensor dy, Tensor dx, State state, NormCall call) {}
        };
        assertThatThrownBy(() -> NormSlots.declare(norm, Shape.of(3), "norm", variables, DType.F32))
                .isInstanceOf(FletchingException.class)
                .hasMessage("The slot 'mean' of a norm is KEPT with extent ROW; expected FIXED.");
    }

    @Test
    void partsMayNotWriteWhatTheyRead() {
        Norm norm = new Norm() {
            @Override
            public StateLayout layout(Phase phase) {
                return phase == Phase.BACKWARD
                        ? StateLayout.rowwise(Norms.SCALE).passes(Pass.parts(), Pass.whole())
                        : StateLayout.rowwise(Norms.SCALE);
            }

            @Override
            public void forward(Tensor x, Tensor y, State state, NormCall call) {
                x.set(0, 1);
            }

            @Override
            public void backward(Tensor x, Tensor dy, Tensor dx, State state, NormCall call) {
                if (call.pass() == 0) {
                    state.gradient(Norms.SCALE).set(0, 1);
                } else {
                    dx.get(0);
                }
            }
        };
        NormSlots slots = NormSlots.declare(norm, Shape.of(3), "norm", variables, DType.F32);
        Use use = new Use(slots, Shape.of(3), DType.F32, 1);
        assertThatThrownBy(() -> use.program.run(Phase.TRAIN, 0, 0, 32)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> use.program.run(Phase.BACKWARD, 0, 0, 32))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> use.program.run(Phase.BACKWARD, 1, 0, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void runningAllocatesNothing() {
        Use use = centre("norm");
        assertThat(Allocation.bytes(500, () -> {
                    use.program.begin(Phase.TRAIN);
                    use.program.run(Phase.TRAIN, 0, 0, BATCH);
                    use.program.run(Phase.TRAIN, 1, 0, WIDTH);
                    use.program.run(Phase.TRAIN, 2, 0, BATCH);
                }))
                .isLessThan(Allocation.AN_OBJECT * 500);
    }

    private Use centre(String name) {
        NormSlots slots = NormSlots.declare(new Norms.Centre(WIDTH), Shape.of(WIDTH), name, variables, DType.F32);
        return new Use(slots, Shape.of(WIDTH), DType.F32, 1);
    }
}
