package io.fletching.data.internal;

/// A stream of random numbers that is the same on every machine and Java version: SplitMix64 (Steele, Lea and Flood,
/// 2014), started at a hash of a seed and the number of the stream. Streams of one seed do not depend on each other,
/// so that row 7 of a generated set, or epoch 7 of a run, is the same whatever was drawn before.
///
/// Only exactly defined operations are used: integers, IEEE arithmetic and [StrictMath].
public final class Draws {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;
    private double spare = Double.NaN;

    /// @param seed names the family of streams
    /// @param stream names the stream in it: a row, an epoch
    public Draws(long seed, long stream) {
        state = mix(mix(seed + GOLDEN) ^ stream);
    }

    /// 64 random bits.
    public long next() {
        state += GOLDEN;
        return mix(state);
    }

    /// A whole number in [0, bound); its bias is below 2^-32.
    public int below(int bound) {
        return (int) below((long) bound);
    }

    /// A whole number in [0, bound); its bias is below bound / 2^64.
    public long below(long bound) {
        return Math.unsignedMultiplyHigh(next(), bound);
    }

    /// A number in [low, high).
    public double uniform(double low, double high) {
        return low + (high - low) * ((next() >>> 11) * 0x1p-53);
    }

    /// A number of mean 0 and the given deviation, by the polar method (Marsaglia and Bray, 1964).
    public double normal(double deviation) {
        if (!Double.isNaN(spare)) {
            double result = spare * deviation;
            spare = Double.NaN;
            return result;
        }
        double x;
        double y;
        double square;
        do {
            x = uniform(-1, 1);
            y = uniform(-1, 1);
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
        spare = y * factor;
        return x * factor * deviation;
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
