package io.fletching.tck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Fill;
import io.fletching.spi.Initializer;
import io.fletching.spi.Options;
import io.fletching.spi.State;
import io.fletching.spi.Tensor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Rules of the initializers' contract, broken by initializers that do one thing wrong.
class BrokenInitializersTest {
    private static void honest(Tensor values, State state, Fill fill) {
        fill.random().uniform(values, fill.first(), -1, 1);
    }

    private static InitializerContract contract(Initializer.Filler filler) {
        return new InitializerContract() {
            @Override
            protected Initializer provider() {
                return new Initializer() {
                    @Override
                    public Descriptor descriptor() {
                        return Descriptor.of("uniform", "Uniform numbers");
                    }

                    @Override
                    public Filler bind(Options options) {
                        return filler;
                    }
                };
            }
        };
    }

    private static void refuses(Consumer<InitializerContract> rule, Initializer.Filler broken) {
        rule.accept(contract(BrokenInitializersTest::honest));
        assertThatThrownBy(() -> rule.accept(contract(broken))).isInstanceOf(AssertionError.class);
    }

    @Test
    void anElementThatIsLeftOut() {
        refuses(InitializerContract::fillsEveryElement, (values, state, fill) -> {
            for (long i = 0; i + 1 < values.size(); i++) {
                values.set(i, 1);
            }
        });
    }

    @Test
    void valuesThatBuildOnWhatWasThere() {
        refuses(InitializerContract::readsNothingBeforeWritingIt, (values, state, fill) -> {
            for (long i = 0; i < values.size(); i++) {
                values.set(i, values.get(i) + 1);
            }
        });
    }

    @Test
    void aGeneratorInAField() {
        var generator = new java.util.SplittableRandom(1);
        refuses(InitializerContract::fillsTheSameASecondTime, (values, state, fill) -> {
            for (long i = 0; i < values.size(); i++) {
                values.set(i, generator.nextDouble());
            }
        });
    }

    @Test
    void aResultThatDependsOnTheThread() {
        var caller = Thread.currentThread();
        refuses(InitializerContract::givesTheSameBitsOnAnyNumberOfThreads, (values, state, fill) -> {
            honest(values, state, fill);
            values.set(0, Thread.currentThread() == caller ? 1 : 2);
        });
    }

    @Test
    void aLoopThatLooksAtTheAddress() {
        refuses(InitializerContract::givesTheSameBitsAtEveryOffset, (values, state, fill) -> {
            honest(values, state, fill);
            if (values.size() > 0) {
                values.set(0, values.data().address() % 64 == 0 ? 1 : 2);
            }
        });
    }
}
