package io.fletching.nn;

import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;

/// Any number of rows that are nowhere: the first input is the row's number, and classes take turns in blocks of rows.
/// It notes what was read.
final class FakeRows implements RowSource {
    private final long rows;
    private final int inputs;
    private final long block;
    long reads;
    long longestRead;
    long rowsRead;

    FakeRows(long rows, int inputs, long block) {
        this.rows = rows;
        this.inputs = inputs;
        this.block = block;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public Shape inputShape() {
        return Shape.of(inputs);
    }

    @Override
    public DType targetType() {
        return DType.I32;
    }

    @Override
    public Shape targetShape() {
        return Shape.of();
    }

    @Override
    public void read(long first, long count, Tensor inputs, Tensor targets, long at) {
        reads++;
        longestRead = Math.max(longestRead, count);
        rowsRead += count;
        for (long i = 0; i < count; i++) {
            inputs.set((at + i) * this.inputs, (double) (first + i));
            targets.set(at + i, (double) ((first + i) / block % SmallTraining.CLASSES));
        }
    }
}
