package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.arrow.Memory;
import io.fletching.spi.DType;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.Pass;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpdaterAllocationTest {
    private final Memory memory = Memory.create();
    private final Variables variables = new Variables(memory);

    @AfterEach
    void close() {
        memory.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void updatesAllocateNothing(int threads) {
        UpdaterTest.fill(variables, "a", 1, 40, 50);
        UpdaterTest.fill(variables, "b", 2, 70_000);
        allocatesNothing(threads, plan -> plan);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void norDoUpdatesOfHalves(boolean masters) {
        variables.create(Parameter.of("a", Shape.of(40, 50)), DType.BF16);
        variables.create(Parameter.of("b", Shape.of(70_000)), DType.BF16);
        allocatesNothing(2, plan -> masters ? plan : plan.withoutMasters(1));
    }

    private void allocatesNothing(int threads, UnaryOperator<UpdaterBuilder> more) {
        try (Workers workers = Workers.of(threads);
                Updater updater = more.apply(Updater.of(variables)
                                .optimizer(Technique.of(new Cheap()))
                                .clipper(Technique.of(new Clippers.Norm()))
                                .workers(workers))
                        .build()) {
            assertThat(Allocation.bytes(1_000, () -> updater.update(1, 1))).isLessThan(Allocation.AN_OBJECT * 1_000);
        }
    }

    /// Touches little, so that a thousand updates are fast.
    record Cheap() implements Optimizer {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("cheap", "Moves one element of each part", Rules.LR);
        }

        @Override
        public Rule bind(Options options) {
            return new Rule() {
                @Override
                public StateLayout layout(Parameter parameter) {
                    return StateLayout.elementwise(Rules.Ratio.SQUARES, Rules.Ratio.MEAN)
                            .passes(Pass.parts(), Pass.whole());
                }

                @Override
                public void step(Tensor parameter, Tensor gradient, State state, Step step) {
                    state.get(Rules.Ratio.SQUARES).set(0, step.pass());
                    if (step.pass() == 0) {
                        parameter.set(0, parameter.get(0) - step.learningRate() * gradient.get(0));
                    }
                }
            };
        }
    }
}
