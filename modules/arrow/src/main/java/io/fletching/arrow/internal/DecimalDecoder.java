package io.fletching.arrow.internal;

import io.fletching.arrow.ArrowCells;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/// Decimals: integers of 4 to 32 bytes, the lowest first, times a power of ten.
record DecimalDecoder(int bytes, int scale, Nulls nulls, Feed feed) implements Decoder {
    @Override
    public ArrowCells next(int rows) {
        double[] values = new double[rows];
        ByteBuffer all = feed.next(Math.multiplyExact(rows, bytes));
        byte[] one = new byte[bytes];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < bytes; i++) {
                one[bytes - 1 - i] = all.get(row * bytes + i);
            }
            values[row] = new BigDecimal(new BigInteger(one), scale).doubleValue();
        }
        return NumberDecoder.numbers(values, nulls.next(rows));
    }
}
