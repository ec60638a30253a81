package io.fletching.arrow.internal;

import java.nio.ByteBuffer;

/// A number of a fixed width, and how many of them become doubles: each the nearest.
enum Element {
    I8(1) {
        @Override
        void read(ByteBuffer bytes, double[] into, int count) {
            for (int i = 0; i < count; i++) {
                into[i] = bytes.get(i);
            }
        }
    },
    U8(1) {
        @Override
        void read(ByteBuffer bytes, double[] into, int count) {
            for (int i = 0; i < count; i++) {
                into[i] = bytes.get(i) & 0xFF;
            }
        }
    },
    I16(2) {
        @Override
        void read(ByteBuffer bytes, double[] into, int count) {
            for (int i = 0; i < count; i++) {
                into[i] = bytes.getShort(2 * i);
            }
        }
    },
    U16(2) {
        @Override
        void read(ByteBuffer bytes, double[] into, int count) {
            for (int i = 0; i < count; i++) {
                into[i] = bytes.getShort(2 * i) & 0xFFFF;
            }
        }
    },
    I32(4) {
        @Override
        void read(ByteBuffer bytes, double[] into, int count) {
            for (int i = 0; i < count; i++) {
                into[i] = bytes.getInt(4 * i);
            }
        }
    },
    U32(4) {
        @Override
        void read(ByteBuffer bytes, double[] into, int count) {
            for (int i = 0; i < count; i++) {
                into[i] = bytes.getInt(4 * i) & 0xFFFFFFFFL;
            }
        }
    },
    I64(8) {
        @Override
        void read(ByteBuffer bytes, double[] into, int count) {
            for (int i = 0; i < count; i++) {
                into[i] = bytes.getLong(8 * i);
            }
        }
    },
    U64(8) {
        @Override
        void read(ByteBuffer bytes, double[] into, int count) {
            for (int i = 0; i < count; i++) {
                long value = bytes.getLong(8 * i);
                // Half of it, with a last bit that still tells which way to round.
                into[i] = value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
            }
        }
    },
    F16(2) {
        @Override
        void read(ByteBuffer bytes, double[] into, int count) {
            for (int i = 0; i < count; i++) {
                into[i] = Float.float16ToFloat(bytes.getShort(2 * i));
            }
        }
    },
    F32(4) {
        @Override
        void read(ByteBuffer bytes, double[] into, int count) {
            for (int i = 0; i < count; i++) {
                into[i] = bytes.getFloat(4 * i);
            }
        }
    },
    F64(8) {
        @Override
        void read(ByteBuffer bytes, double[] into, int count) {
            for (int i = 0; i < count; i++) {
                into[i] = bytes.getDouble(8 * i);
            }
        }
    };

    final int bytes;

    Element(int bytes) {
        this.bytes = bytes;
    }

    abstract void read(ByteBuffer bytes, double[] into, int count);
}
