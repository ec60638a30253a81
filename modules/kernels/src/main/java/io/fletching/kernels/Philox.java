package io.fletching.kernels;

import static io.fletching.kernels.internal.PhiloxWords.NORMAL;
import static io.fletching.kernels.internal.PhiloxWords.UNIFORM;
import static io.fletching.kernels.internal.PhiloxWords.counter;
import static io.fletching.kernels.internal.PhiloxWords.lane;
import static io.fletching.kernels.internal.PhiloxWords.word;

import io.fletching.kernels.internal.FloatMath;
import java.nio.charset.StandardCharsets;

/// Philox 4x32-10, the counter-based generator of
/// [Parallel Random Numbers: As Easy as 1, 2, 3](https://doi.org/10.1145/2063384.2063405): a number is a pure
/// function of a key, an element's index and a draw, so nothing depends on order, cuts or threads.
///
/// A counter gives four words. In each panel of 64 consecutive elements, elements `e`, `e + 16`, `e + 32` and `e +
/// 48` share counter `16 * panel + e`, so that a vector of counters fills a vector of neighbours. The third word of
/// the counter is the draw, the fourth says uniform, normal or rounding, so that they are independent.
///
/// Numbers carry float32 precision whatever the element type, so that a float64 reference starts from the same
/// values.
public final class Philox {

    private Philox() {}

    /// The key of the stream `name` under `seed`: SplitMix64's output function over its first state for the seed,
    /// xored with the 64-bit FNV-1a hash of the name in UTF-8.
    public static long key(long seed, String name) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
        }
        return mix(mix(seed + 0x9E3779B97F4A7C15L) ^ hash);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// A number in [0, 1), a multiple of 2^-24.
    ///
    /// @param draw which of any number of draws of this element, from 0
    public static double uniform(long key, long index, int draw) {
        return (word(key, counter(index), draw, UNIFORM, lane(index)) >>> 8) * 0x1p-24;
    }

    /// A standard normal number by the method of Box and Muller: finite, at most 6.7 in magnitude, a float32.
    ///
    /// @param draw which of any number of draws of this element, from 0
    public static double normal(long key, long index, int draw) {
        int lane = lane(index);
        float radius = FloatMath.radius(word(key, counter(index), draw, NORMAL, lane & 2));
        int angle = word(key, counter(index), draw, NORMAL, lane | 1);
        return radius * ((lane & 1) == 0 ? FloatMath.cosTurns(angle) : FloatMath.sinTurns(angle));
    }
}
