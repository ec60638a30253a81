package io.fletching.kernels.internal;

/// The words of Philox 4x32-10, and which word belongs to which element.
public final class PhiloxWords {

    /// The fourth counter word of uniform numbers.
    public static final int UNIFORM = 0;
    /// The fourth counter word of normal numbers.
    public static final int NORMAL = 1;

    /// The fourth counter word of the bits that round the draws below 2^32.
    private static final int ROUNDING = 2;

    /// Consecutive elements that share 16 counters.
    static final int PANEL = 64;

    static final int ROUNDS = 10;
    /// The multipliers of the first and the third counter word.
    static final int MULTIPLIER_0 = 0xD2511F53;

    static final int MULTIPLIER_2 = 0xCD9E8D57;
    /// What each round adds to the two halves of the key.
    static final int WEYL_0 = 0x9E3779B9;

    static final int WEYL_1 = 0xBB67AE85;

    private PhiloxWords() {}

    /// The counter of an element.
    public static long counter(long index) {
        return (index >> 6) * 16 + (index & 15);
    }

    /// Which of the four words of its counter belongs to an element.
    public static int lane(long index) {
        return (int) (index >> 4) & 3;
    }

    /// The fourth counter word of the bits that round: with the upper half of a draw of 64 bits, of which the third has
    /// the lower.
    static int rounding(long draw) {
        return ROUNDING + ((int) (draw >>> 32) << 2);
    }

    /// Word `lane` of the block of a 64-bit counter, of the third counter word `draw` and of the fourth, `kind`.
    public static int word(long key, long counter, int draw, int kind, int lane) {
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        int c0 = (int) counter;
        int c1 = (int) (counter >>> 32);
        int c2 = draw;
        int c3 = kind;
        for (int round = 0; round < ROUNDS; round++) {
            long p0 = Integer.toUnsignedLong(MULTIPLIER_0) * Integer.toUnsignedLong(c0);
            long p2 = Integer.toUnsignedLong(MULTIPLIER_2) * Integer.toUnsignedLong(c2);
            c0 = (int) (p2 >>> 32) ^ c1 ^ k0;
            c1 = (int) p2;
            c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c3 = (int) p0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        return switch (lane) {
            case 0 -> c0;
            case 1 -> c1;
            case 2 -> c2;
            default -> c3;
        };
    }
}
