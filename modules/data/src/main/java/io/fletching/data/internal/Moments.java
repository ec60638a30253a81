package io.fletching.data.internal;

/// A mean and a deviation (divided by the number of values). The deviation of equal values is exactly 0, whatever
/// rounding does to their mean.
record Moments(double mean, double deviation) {

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

    /// Takes values one after another. A block of them is held and summed in two passes; blocks are merged in order
    /// (Chan, Golub and LeVeque, 1983). So the result depends on the values and the size of a block alone, and loses no
    /// digits to a large mean.
    static final class Sums {
        private final double[] block;
        private int held;
        private long count;
        private double mean = Double.NaN;
        private double squares;
        private double low = Double.POSITIVE_INFINITY;
        private double high = Double.NEGATIVE_INFINITY;

        /// @param block how many values are held
        Sums(int block) {
            this.block = new double[block];
        }

        /// Takes one value; NaN is none.
        void add(double value) {
            if (Double.isNaN(value)) {
                return;
            }
            if (held == block.length) {
                merge();
            }
            block[held++] = value;
        }

        private void merge() {
            double sum = 0;
            for (int i = 0; i < held; i++) {
                sum += block[i];
                low = Math.min(low, block[i]);
                high = Math.max(high, block[i]);
            }
            double center = sum / held;
            double own = 0;
            for (int i = 0; i < held; i++) {
                double distance = block[i] - center;
                own += distance * distance;
            }
            if (count == 0) {
                mean = center;
                squares = own;
            } else {
                double total = (double) count + held;
                double apart = center - mean;
                mean += apart * (held / total);
                squares += own + apart * apart * (count * (held / total));
            }
            count += held;
            held = 0;
        }

        /// NaN for both where there was no value.
        Moments moments() {
            if (held > 0) {
                merge();
            }
            return low == high ? new Moments(low, 0) : new Moments(mean, Math.sqrt(squares / count));
        }
    }
}
