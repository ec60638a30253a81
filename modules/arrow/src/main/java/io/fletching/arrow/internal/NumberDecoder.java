package io.fletching.arrow.internal;

import io.fletching.arrow.ArrowCells;

/// Numbers of a fixed width.
record NumberDecoder(Element element, Nulls nulls, Feed feed) implements Decoder {
    @Override
    public ArrowCells.Numbers next(int rows) {
        double[] values = new double[rows];
        element.read(feed.next(Math.multiplyExact(rows, element.bytes)), values, rows);
        return numbers(values, nulls.next(rows));
    }

    /// A null has some value in memory; nobody is to see it.
    static ArrowCells.Numbers numbers(double[] values, boolean[] missing) {
        for (int i = 0; i < missing.length; i++) {
            if (missing[i]) {
                values[i] = Double.NaN;
            }
        }
        return new ArrowCells.Numbers(values, missing);
    }
}
