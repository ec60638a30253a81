package io.fletching.data.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.data.Validation;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DivisionTest {
    private static long[] chosen(LongPredicate cursor, long rows) {
        return LongStream.range(0, rows).filter(cursor).toArray();
    }

    @Test
    void takesExactlyAsManyRowsAsAreWantedWithoutAPermutation() {
        var drawn = Division.drawn(10_000, 2_000, 5);
        long[] rows = chosen(drawn.get(), 10_000);
        assertThat(rows).hasSize(2_000);
        assertThat(chosen(drawn.get(), 10_000)).isEqualTo(rows);
        assertThat(chosen(Division.drawn(10_000, 2_000, 6).get(), 10_000)).isNotEqualTo(rows);
        // As many early as late: 1,000 of 5,000 with a deviation of 20.
        assertThat(LongStream.of(rows).filter(row -> row < 5_000).count()).isBetween(900L, 1_100L);
    }

    @Test
    void countsRowsBeyondInt() {
        long rows = 5_000_000_000L;
        Division fraction = Division.of("t", rows, new Validation.Fraction(0.2), 1);
        assertThat(fraction.validation()).isEqualTo(1_000_000_000L);
        assertThat(fraction.training()).isEqualTo(4_000_000_000L);
        assertThat(chosen(fraction.cursor().get(), 100_000)).hasSizeBetween(19_300, 20_700);
        Division last = Division.of("t", rows, new Validation.Last(3_000_000_000L), 1);
        LongPredicate cursor = last.cursor().get();
        assertThat(cursor.test(1_999_999_999L)).isFalse();
        assertThat(cursor.test(2_000_000_000L)).isTrue();
    }
}
