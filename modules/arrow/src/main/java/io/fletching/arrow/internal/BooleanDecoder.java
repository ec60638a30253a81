package io.fletching.arrow.internal;

import io.fletching.arrow.ArrowCells;
import java.util.Arrays;

/// Booleans as texts: one bit a value, as nulls are.
record BooleanDecoder(Nulls nulls, Nulls unset) implements Decoder {
    @Override
    public ArrowCells next(int rows) {
        String[] values = new String[rows];
        Arrays.fill(values, "true");
        fill(values, unset.next(rows), "false");
        fill(values, nulls.next(rows), "");
        return new ArrowCells.Texts(values);
    }

    static void fill(String[] values, boolean[] where, String text) {
        for (int i = 0; i < where.length; i++) {
            if (where[i]) {
                values[i] = text;
            }
        }
    }
}
