package io.fletching.tck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.kernels.Kernels;
import io.fletching.spi.Clipper;
import io.fletching.spi.Descriptor;
import io.fletching.spi.Gradients;
import io.fletching.spi.Options;
import io.fletching.spi.State;
import io.fletching.spi.Tensor;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/// Rules of the clippers' contract, broken by clippers that do one thing wrong.
class BrokenClippersTest {
    private static double honest(Gradients gradients) {
        return 1 / (1 + gradients.norm());
    }

    /// @param factor what the clipper scales all gradients by
    private static ClipperContract contract(ToDoubleFunction<Gradients> factor) {
        return new ClipperContract() {
            @Override
            protected Clipper provider() {
                return new Clipper() {
                    @Override
                    public Descriptor descriptor() {
                        return Descriptor.of("shrinking", "Scales all gradients");
                    }

                    @Override
                    public Rule bind(Options options) {
                        return new Shrinking(factor);
                    }
                };
            }
        };
    }

    private record Shrinking(ToDoubleFunction<Gradients> factor) implements Clipper.Rule {
        @Override
        public int measures() {
            return 1;
        }

        @Override
        public void measure(Tensor gradient, double[] sums) {
            sums[0] += Kernels.f32().sumOfAbsolutes(gradient.data(), 0, gradient.size());
        }

        @Override
        public void decide(Gradients gradients, State history) {
            gradients.scale(factor.applyAsDouble(gradients));
        }
    }

    private static void refuses(Consumer<ClipperContract> rule, ToDoubleFunction<Gradients> broken) {
        rule.accept(contract(BrokenClippersTest::honest));
        assertThatThrownBy(() -> rule.accept(contract(broken))).isInstanceOf(Throwable.class);
    }

    @Test
    void aMeasureTakenForTheGradient() {
        refuses(ClipperContract::countsThePendingFactorIn, gradients -> 1 / (1 + gradients.measured(4, 0)));
    }

    @Test
    void aDivisionByANormOfZero() {
        refuses(ClipperContract::leavesZerosAtZero, gradients -> 1 / gradients.norm());
    }

    @Test
    void aCounterInAField() {
        var counter = new int[1];
        refuses(ClipperContract::keepsAllItsStateInHistory, gradients -> ++counter[0]);
    }

    @Test
    void aDecisionThatAllocates() {
        Consumer<ClipperContract> rule = ClipperContract::allocatesNothing;
        rule.accept(new Honest());
        assertThatThrownBy(() -> rule.accept(new Allocating()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("bytes on the heap");
    }

    static final class Honest extends ClipperContract {
        @Override
        protected Clipper provider() {
            return contract(BrokenClippersTest::honest).provider();
        }
    }

    static final class Allocating extends ClipperContract {
        private static volatile byte[] sink = {};

        @Override
        protected Clipper provider() {
            return contract(gradients -> {
                        sink = new byte[400];
                        return sink.length / 400.0;
                    })
                    .provider();
        }
    }
}
