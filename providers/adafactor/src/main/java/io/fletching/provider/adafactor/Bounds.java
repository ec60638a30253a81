package io.fletching.provider.adafactor;

/// What keeps a divisor from zero; the smallest normal number does where nothing else is said.
///
/// @param added to every square
/// @param least root to divide by
record Bounds(double added, double least) {
    double leastMean() {
        return Math.max(least, Float.MIN_NORMAL);
    }

    double leastSquare() {
        return Math.max(least * least, Float.MIN_NORMAL);
    }
}
