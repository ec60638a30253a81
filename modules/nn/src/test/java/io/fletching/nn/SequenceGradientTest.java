package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.kernels.Activation;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import io.fletching.spi.Initializer;
import io.fletching.spi.Shape;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Backward passes of layers over sequences against differences, also over more rows than a block has, at odd sizes.
class SequenceGradientTest {
    private static final Catalog CATALOG = Catalog.load();
    private static final Technique<Initializer> XAVIER = CATALOG.initializer("xavier");

    private static void right(Network network, Shape input, long batch) {
        assertThat(GradientCheck.of(network, input, batch)).isLessThan(1);
    }

    static Stream<LongFunction<Recurrent>> recurrences() {
        return Stream.of(
                units -> Recurrent.tanh(units, XAVIER, XAVIER),
                units -> Recurrent.gru(units, XAVIER, XAVIER),
                units -> Recurrent.lstm(units, XAVIER, XAVIER));
    }

    @ParameterizedTest
    @MethodSource("recurrences")
    void recurrent(LongFunction<Recurrent> layer) {
        right(layer.apply(3), Shape.of(4, 2), 3);
        right(layer.apply(1), Shape.of(1, 1), 2);
        right(layer.apply(2), Shape.of(2, 1), 35);
        right(Sequence.of(layer.apply(3), layer.apply(2), new LastPosition()), Shape.of(3, 2), 2);
    }

    /// Units fill a block of the weight gradients and a part of the next.
    @ParameterizedTest
    @MethodSource("recurrences")
    void recurrentOfManyUnits(LongFunction<Recurrent> layer) {
        var narrow = Sequence.of(layer.apply(66), new PerPosition(Linear.of(1, XAVIER)), new LastPosition());
        assertThat(GradientCheck.ofSome(narrow, Shape.of(2, 1), 2, 97)).isLessThan(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void attention(boolean causal) {
        for (long heads : new long[] {1, 2, 4}) {
            Attention attention = causal ? Attention.of(heads).causal() : Attention.of(heads);
            right(attention, Shape.of(3, 12), 2);
            right(attention.scale(1.7), Shape.of(5, 12), 2);
            right(attention, Shape.of(1, 12), 2);
            right(new Residual(attention.projected(4, XAVIER)), Shape.of(3, 4), 2);
        }
        right(causal ? Attention.of(1).causal() : Attention.of(1), Shape.of(2, 3), 35);
    }

    @Test
    void eachPosition() {
        right(new PerPosition(Linear.of(3, XAVIER)), Shape.of(4, 2), 3);
        right(new PerPosition(new PerPosition(Linear.of(3, XAVIER))), Shape.of(2, 3, 2), 3);
        var block = Sequence.of(
                new Normalize(CATALOG.normalizer("layernorm")),
                Linear.of(4, XAVIER),
                new Activate(Activation.GELU),
                new Dropout(0.3),
                new Normalize(CATALOG.normalizer("batchnorm")),
                Linear.of(3, XAVIER));
        right(PerPosition.of(new Residual(block)), Shape.of(2, 3), 35);
    }

    @Test
    void positions() {
        right(Sequence.of(new LearnedPositions(XAVIER), new PerPosition(Linear.of(2, XAVIER))), Shape.of(3, 2), 3);
        right(new LastPosition(), Shape.of(3, 2), 3);
        right(new LastPosition(), Shape.of(1, 2, 2), 3);
    }
}
