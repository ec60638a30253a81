package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffleTest {
    private final Shuffle shuffle = new Shuffle(200, 7, "shuffle");

    private List<Integer> draw(int count, int epoch, long position) {
        shuffle.draw(count, epoch, position);
        return IntStream.range(0, count).mapToObj(shuffle::at).toList();
    }

    @Test
    void itPermutes() {
        assertThat(draw(200, 1, 0)).containsExactlyInAnyOrderElementsOf(draw(200, 2, 0));
        assertThat(draw(37, 1, 0))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 37).boxed().toList());
        assertThat(draw(1, 1, 0)).containsExactly(0);
    }

    @Test
    void theSeedTheNameTheEpochAndThePositionDecideAndNothingElse() {
        List<Integer> order = draw(100, 1, 0);
        assertThat(order).isNotEqualTo(draw(100, 2, 0)).isNotEqualTo(draw(100, 1, 100));
        assertThat(draw(100, 1, 1L << 40)).isNotEqualTo(draw(100, 1, 0));
        assertThat(order).isEqualTo(draw(100, 1, 0));
        for (var other : List.of(new Shuffle(100, 8, "shuffle"), new Shuffle(100, 7, "runs"))) {
            other.draw(100, 1, 0);
            assertThat(IntStream.range(0, 100).mapToObj(other::at)).isNotEqualTo(order);
        }
    }

    /// Each place gets each number about as often.
    @Test
    void everyOrderIsAsLikely() {
        var counts = new int[5][5];
        for (int epoch = 1; epoch <= 5_000; epoch++) {
            List<Integer> order = draw(5, epoch, 0);
            for (int place = 0; place < 5; place++) {
                counts[place][order.get(place)]++;
            }
        }
        assertThat(List.of(counts))
                .allSatisfy(row -> assertThat(IntStream.of(row).boxed())
                        .allSatisfy(count -> assertThat(count).isBetween(850, 1_150)));
    }
}
