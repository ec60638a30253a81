package io.fletching.data.internal;

/// A mean and a deviation (divided by the number of values), in two passes. The deviation of equal values is exactly 0,
/// whatever rounding does to their mean.
record Moments(double mean, double deviation) {

    /// Over the rows that have a value.
    ///
    /// @return NaN for both where no row has one
    static Moments of(double[] values, int[] rows) {
        double sum = 0;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        long count = 0;
        for (int row : rows) {
            double value = values[row];
            if (!Double.isNaN(value)) {
                sum += value;
                low = Math.min(low, value);
                high = Math.max(high, value);
                count++;
            }
        }
        if (low == high) {
            return new Moments(low, 0);
        }
        double mean = sum / count;
        double squares = 0;
        for (int row : rows) {
            double distance = values[row] - mean;
            squares += Double.isNaN(distance) ? 0 : distance * distance;
        }
        return new Moments(mean, count == 0 ? Double.NaN : Math.sqrt(squares / count));
    }

    /// Over grey levels, of which each value was counted, seen as numbers in [0, 1].
    static Moments ofLevels(long[] counts) {
        double total = 0;
        double sum = 0;
        for (int level = 0; level < counts.length; level++) {
            total += counts[level];
            sum += (double) counts[level] * level;
        }
        double mean = sum / total;
        double squares = 0;
        for (int level = 0; level < counts.length; level++) {
            squares += counts[level] * (level - mean) * (level - mean);
        }
        return new Moments(mean / 255, Math.sqrt(squares / total) / 255);
    }

    /// A value as a distance from the mean, in deviations where there are any.
    double standardize(double value) {
        return deviation == 0 ? value - mean : (value - mean) / deviation;
    }
}
