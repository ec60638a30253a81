package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SequenceMistakesTest extends SmallSequences {

    @Test
    void mistakesAreOneSentence() {
        refused(() -> Attention.of(0), "Attention with '0' heads; expected 1 or more.");
        refused(
                () -> Attention.of(1).scale(Double.NaN),
                "Attention with the scale 'NaN'; expected a finite number, such as 1/√(width / heads).");
        refused(
                () -> Attention.of(4).output(Shape.of(5, 18)),
                "Attention with '4' heads got rows of shape [5, 18]; expected [time, 3 · width], a query, a key and a"
                        + " value side by side, and a width that the number of heads divides.");
        refused(
                () -> Attention.of(2).output(Shape.of(12)),
                "Attention takes sequences, rows of shape [time, features] with 1 position or more, got [12].");
        refused(() -> Recurrent.gru(0, XAVIER, XAVIER), "A recurrent layer of '0' units; expected 1 or more.");
        refused(
                () -> Recurrent.tanh(3, XAVIER, XAVIER).output(Shape.of(2, 3, 4)),
                "A recurrent layer takes sequences of vectors, rows of shape [time, features], got [2, 3, 4].");
        refused(
                () -> new LastPosition().output(Shape.of(0, 4)),
                "The last position takes sequences, rows of shape [time, features] with 1 position or more, got"
                        + " [0, 4].");
        refused(
                () -> new PerPosition(Linear.of(3, XAVIER)).output(Shape.of(4)),
                "A layer per position takes sequences, rows of shape [time, features] with 1 position or more, got"
                        + " [4].");
        refused(
                () -> new LearnedPositions(XAVIER).output(Shape.of(4)),
                "A layer of learned positions takes sequences, rows of shape [time, features] with 1 position or more,"
                        + " got [4].");
        refused(
                () -> Linear.of(3, XAVIER).output(Shape.of(5, 4)),
                "A linear layer takes rows of shape [inputs], got [5, 4]; 'PerPosition' applies it to each position of a"
                        + " sequence.");
        assertThatThrownBy(() -> new Weight.Stacked(
                        "w",
                        List.of(new Weight.Constant("a", Shape.of(2), 0), new Weight.Constant("b", Shape.of(3), 0))))
                .hasMessage("The weight 'w' is stacked of the shapes [[2], [3]]; expected one shape.");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FletchingException.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(FletchingException.Kind.USER))
                .hasMessage(message);
    }
}
