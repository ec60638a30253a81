package io.fletching.tck;

/// The distribution of what an initializer writes, as its author declares it.
///
/// @param low no element is below
/// @param high no element is above
public record Moments(double mean, double variance, double low, double high) {

    /// A normal distribution.
    public static Moments normal(double mean, double deviation) {
        return new Moments(mean, deviation * deviation, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /// A uniform distribution.
    public static Moments uniform(double low, double high) {
        return new Moments((low + high) / 2, (high - low) * (high - low) / 12, low, high);
    }
}
