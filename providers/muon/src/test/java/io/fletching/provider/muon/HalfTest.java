package io.fletching.provider.muon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HalfTest {
    /// Odd and even numbers of blocks, the last of them whole or not.
    @ParameterizedTest
    @ValueSource(ints = {1, 64, 65, 128, 129, 192, 250, 256, 300})
    void everyElementIsComputedOrReflectedOnce(int side) {
        var written = new int[side][side];
        for (long block = 0; block < Rows.blocks(side); block++) {
            int first = (int) Rows.first(block);
            int last = first + (int) Rows.count(block, side);
            for (int run = 0; run < Half.RUNS; run++) {
                int column = (int) Half.first(run, block, side);
                int end = column + (int) Half.count(run, block, side);
                for (int i = first; i < last; i++) {
                    for (int j = column; j < end; j++) {
                        written[i][j]++;
                        if (j < first || j >= last) {
                            written[j][i]++;
                        }
                    }
                }
            }
        }
        for (int[] row : written) {
            assertThat(row).containsOnly(1);
        }
    }

    /// So that shares take equally long: a block's difference is that of halves of an even number.
    @ParameterizedTest
    @ValueSource(ints = {64, 128, 320, 512, 1024})
    void blocksAreOfEqualWork(int side) {
        long[] columns = LongStream.range(0, Rows.blocks(side))
                .map(block -> Half.count(0, block, side) + Half.count(1, block, side))
                .toArray();
        long most = Arrays.stream(columns).max().orElseThrow();
        long least = Arrays.stream(columns).min().orElseThrow();
        assertThat(most - least).isLessThanOrEqualTo(64);
    }
}
