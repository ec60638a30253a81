package io.fletching.arrow.internal;

import java.nio.ByteBuffer;

/// Nulls as Arrow has them: one bit a value.
final class Validity implements Nulls {
    private final Feed bits;
    private long left;
    private long nulls;
    private int current;
    private int bit = 8;

    Validity(Feed bits, long values, long nulls) {
        this.bits = bits;
        this.left = values;
        this.nulls = nulls;
    }

    @Override
    public boolean[] next(int values) {
        boolean[] missing = new boolean[values];
        int found = 0;
        ByteBuffer bytes = bits.next(Math.max(0, values - (8 - bit) + 7) / 8);
        for (int i = 0; i < values; i++) {
            if (bit == 8) {
                current = bytes.get();
                bit = 0;
            }
            if ((current >> bit++ & 1) == 0) {
                missing[i] = true;
                found++;
            }
        }
        left -= values;
        nulls -= found;
        if (left == 0 && nulls != 0) {
            throw bits.damaged("the nulls are not as many as it says they are");
        }
        return found > 0 ? missing : NONE;
    }
}
