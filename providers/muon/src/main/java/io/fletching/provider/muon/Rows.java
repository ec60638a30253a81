package io.fletching.provider.muon;

import io.fletching.spi.Call;

/// Blocks of rows, the units of shares: high enough for a matrix product to be fast.
final class Rows {
    private static final long BLOCK = 64;

    private Rows() {}

    static long blocks(long rows) {
        return Math.ceilDiv(rows, BLOCK);
    }

    /// The first row of a block.
    static long first(long block) {
        return block * BLOCK;
    }

    static long count(long block, long rows) {
        return Math.min(BLOCK, rows - first(block));
    }

    /// How many rows the blocks of a call have together.
    static long count(Call call, long rows) {
        return Math.min(first(call.first() + call.count()), rows) - first(call.first());
    }
}
