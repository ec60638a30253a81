package io.fletching.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.kernels.KernelChoice;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Parameter;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Step;
import io.fletching.spi.Tensor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Each rule of the optimizers' contract, broken by an optimizer that does one thing wrong.
class BrokenOptimizersTest {
    private static final StateSlot SCRATCH = StateSlot.like("scratch").life(StateSlot.Life.SCRATCH);

    /// Descent, times a factor that should be 1.
    private interface Factor {
        double of(Tensor parameter, Tensor gradient, State state, Step step);
    }

    private record Descent(Factor factor, boolean scales) implements Optimizer {
        @Override
        public Descriptor descriptor() {
            return Descriptor.of("descent", "Gradient descent", Option.learningRate(0.1));
        }

        @Override
        public Rule bind(Options options) {
            return new Rule() {
                @Override
                public StateLayout layout(Parameter parameter) {
                    return StateLayout.elementwise(SCRATCH);
                }

                @Override
                public void step(Tensor parameter, Tensor gradient, State state, Step step) {
                    if (parameter.size() > 0) {
                        double rate = step.learningRate() * (scales ? step.gradientScale() : 1);
                        double moved = factor.of(parameter, gradient, state, step) * rate * gradient.get(0);
                        parameter.set(0, parameter.get(0) - moved);
                    }
                }
            };
        }
    }

    private static double honest(Tensor parameter, Tensor gradient, State state, Step step) {
        return 1;
    }

    private static OptimizerContract contract(Factor factor) {
        return contract(new Descent(factor, true));
    }

    private static OptimizerContract contract(Optimizer optimizer) {
        return new OptimizerContract() {
            @Override
            protected Optimizer provider() {
                return optimizer;
            }
        };
    }

    private static void refuses(Consumer<OptimizerContract> rule, OptimizerContract broken) {
        refuses(rule, broken, contract(BrokenOptimizersTest::honest));
    }

    private static void refuses(Consumer<OptimizerContract> rule, OptimizerContract broken, OptimizerContract honest) {
        rule.accept(honest);
        assertThatThrownBy(() -> rule.accept(broken)).isInstanceOf(Throwable.class);
    }

    @Test
    void aCounterInAField() {
        var counter = new int[1];
        refuses(OptimizerContract::keepsAllItsStateInSlots, contract((p, g, s, step) -> ++counter[0]));
    }

    @Test
    void aGradientScaleThatIsForgotten() {
        refuses(OptimizerContract::scalesTheGradientFirst, contract(new Descent(BrokenOptimizersTest::honest, false)));
    }

    @Test
    void scratchThatIsReadFirst() {
        refuses(
                OptimizerContract::readsNoScratchBeforeWritingIt,
                contract((p, g, state, step) -> state.get(SCRATCH).get(0)));
    }

    @Test
    void aGradientThatIsWritten() {
        refuses(OptimizerContract::leavesTheGradientAlone, contract((p, gradient, state, step) -> {
            gradient.set(0, 0);
            return 1;
        }));
    }

    @Test
    void aLoopThatLooksAtTheAddress() {
        refuses(
                OptimizerContract::givesTheSameBitsAtEveryOffset,
                contract((parameter, g, state, step) -> parameter.data().address() % 64 == 0 ? 1 : 1.1));
    }

    @Test
    void aResultThatDependsOnTheThread() {
        var caller = Thread.currentThread();
        refuses(
                OptimizerContract::givesTheSameBitsOnAnyNumberOfThreads,
                contract((p, g, state, step) -> Thread.currentThread() == caller ? 1 : 1.1));
    }

    @Test
    void aLayoutThatChanges() {
        var honest = new Descent(BrokenOptimizersTest::honest, true);
        var calls = new int[1];
        refuses(OptimizerContract::laysOutTheSameEveryTime, contract(new Optimizer() {
            @Override
            public Descriptor descriptor() {
                return honest.descriptor();
            }

            @Override
            public Rule bind(Options options) {
                return new Rule() {
                    @Override
                    public StateLayout layout(Parameter parameter) {
                        return StateLayout.elementwise().version(++calls[0]);
                    }

                    @Override
                    public void step(Tensor parameter, Tensor gradient, State state, Step step) {}
                };
            }
        }));
    }

    @Test
    void aProviderThatNoModuleNames() {
        Consumer<OptimizerContract> rule = OptimizerContract::isFoundAsAService;
        var unknown = contract(BrokenOptimizersTest::honest);
        assertThatThrownBy(() -> rule.accept(unknown)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aResultThatDependsOnTheKernels() {
        refuses(OptimizerContract::scalarAndVectorGiveTheSameBits, new KernelDependent(), new Steadfast());
        assertThat(new KernelDependent().digest()).isEqualTo(new KernelDependent().digest());
    }

    static final class Steadfast extends OptimizerContract {
        @Override
        protected Optimizer provider() {
            return new Descent(BrokenOptimizersTest::honest, true);
        }
    }

    static final class KernelDependent extends OptimizerContract {
        @Override
        protected Optimizer provider() {
            return new Descent((p, g, state, step) -> KernelChoice.vector() ? 1 : 1.1, true);
        }
    }
}
