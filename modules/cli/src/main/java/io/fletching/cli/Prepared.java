package io.fletching.cli;

import io.fletching.data.Dataset;
import io.fletching.data.Rows;
import io.fletching.nn.Examples;
import io.fletching.nn.RowSource;
import io.fletching.spi.DType;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;

/// Prepared rows as the network library takes them: where they are in memory, they stay there.
final class Prepared {
    private Prepared() {}

    /// @param input the shape that a model gives to a row
    static RowSource of(Rows rows, Shape input) {
        return rows instanceof Dataset memory
                ? new Examples(memory.features().as(input.batchOf(rows.rows())), memory.targets())
                : new OfFile(rows, input);
    }

    private record OfFile(Rows file, Shape inputShape) implements RowSource {
        @Override
        public long rows() {
            return file.rows();
        }

        @Override
        public DType targetType() {
            return file.classification() ? DType.I32 : DType.F32;
        }

        @Override
        public Shape targetShape() {
            return file.classification() ? Shape.of() : Shape.of(1);
        }

        @Override
        public void read(long first, long count, Tensor inputs, Tensor targets, long at) {
            file.read(first, count, inputs, targets, at);
        }
    }
}
