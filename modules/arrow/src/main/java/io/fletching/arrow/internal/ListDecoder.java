package io.fletching.arrow.internal;

import io.fletching.arrow.ArrowCells;

/// As many numbers in each cell: a cell is missing where it is null or a number in it is.
record ListDecoder(int size, Nulls nulls, Decoder values) implements Decoder {
    @Override
    public ArrowCells next(int rows) {
        var inner = (ArrowCells.Numbers) values.next(Math.multiplyExact(rows, size));
        boolean[] missing = nulls.next(rows);
        if (inner.missing().length > 0) {
            missing = missing.length > 0 ? missing : new boolean[rows];
            for (int i = 0; i < inner.missing().length; i++) {
                missing[i / size] |= inner.missing()[i];
            }
        }
        return new ArrowCells.Numbers(inner.values(), missing);
    }
}
