package io.fletching.tck;

import io.fletching.spi.Distribution;

/// The distribution of what an initializer writes, as its author declares it.
///
/// @param low no element is below
/// @param high no element is above
public record Moments(double mean, double variance, double low, double high) {
    /// The standard deviation of a standard normal number given that it lies within 2: √(1 - 4 φ(2) / (2 Φ(2) - 1)).
    private static final double TRUNCATED = 0.8796256610342398;

    /// A normal distribution.
    public static Moments normal(double mean, double deviation) {
        return new Moments(mean, deviation * deviation, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /// A uniform distribution.
    public static Moments uniform(double low, double high) {
        return new Moments((low + high) / 2, (high - low) * (high - low) / 12, low, high);
    }

    /// A distribution of mean 0.
    public static Moments of(Distribution distribution, double deviation) {
        return switch (distribution) {
            case UNIFORM -> uniform(-Math.sqrt(3) * deviation, Math.sqrt(3) * deviation);
            case NORMAL -> normal(0, deviation);
            case TRUNCATED_NORMAL -> {
                double bound = deviation / TRUNCATED * 2;
                yield new Moments(0, deviation * deviation, -bound, bound);
            }
        };
    }
}
