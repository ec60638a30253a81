package io.fletching.kernels.internal;

import io.fletching.kernels.Philox;

/// Standard normal numbers between bounds, by rejection: a candidate is a few draws of the element, so the order of
/// elements does not matter.
///
/// [Robert, Simulation of truncated normal variables](https://arxiv.org/abs/0907.4010)
final class TruncatedNormal {
    /// From this width on an interval around 0 has more of the normal than of the rectangle over it.
    private static final double WIDE = Math.sqrt(2 * Math.PI);

    /// So far out the distance of what is drawn from the bound is less than a double tells.
    private static final double FAR = 1e9;

    private TruncatedNormal() {}

    static void check(double deviation, double low, double high) {
        if (!(deviation >= 0 && low <= high)) {
            throw new IllegalArgumentException("Normal numbers of deviation '" + deviation + "' in ['" + low + "', '"
                    + high + "'] cannot be drawn; expected a deviation of 0 or more and low <= high.");
        }
    }

    /// Whether a normal number often lies within: at least 49 times in 100.
    static boolean isOften(double from, double to) {
        return from < 0 && to > 0 && to - from > WIDE;
    }

    /// A normal number within, from the second draw on.
    static double redraw(long key, long index, double from, double to) {
        int draw = 1;
        double z = Philox.normal(key, index, draw);
        while (z < from || z > to) {
            z = Philox.normal(key, index, ++draw);
        }
        return z;
    }

    /// A number within bounds that [#isOften] denies.
    static double draw(long key, long index, double from, double to) {
        if (to <= 0) {
            return -tail(key, index, -to, -from);
        }
        return from >= 0 ? tail(key, index, from, to) : flat(key, index, from, to, 0);
    }

    private static double tail(long key, long index, double from, double to) {
        if (from > FAR) {
            return from;
        }
        double rate = (from + Math.sqrt(from * from + 4)) / 2;
        return (to - from) * rate < 2 ? flat(key, index, from, to, from) : exponential(key, index, from, to, rate);
    }

    /// Uniform candidates, each taken with its density over that at `top`, where it is highest.
    private static double flat(long key, long index, double from, double to, double top) {
        for (int draw = 0; ; draw += 2) {
            double z = from + (to - from) * Philox.uniform(key, index, draw);
            if (Philox.uniform(key, index, draw + 1) < StrictMath.exp((top - z) * (top + z) / 2)) {
                return z;
            }
        }
    }

    /// Exponential candidates beyond `from`.
    private static double exponential(long key, long index, double from, double to, double rate) {
        for (int draw = 0; ; draw += 2) {
            double z = from - StrictMath.log(1 - Philox.uniform(key, index, draw)) / rate;
            double distance = z - rate;
            if (z <= to && Philox.uniform(key, index, draw + 1) < StrictMath.exp(-distance * distance / 2)) {
                return z;
            }
        }
    }
}
