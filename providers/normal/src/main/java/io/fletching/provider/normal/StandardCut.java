package io.fletching.provider.normal;

/// The mean and the standard deviation of a standard normal number given that it lies between two bounds.
record StandardCut(double mean, double deviation) {
    /// Beyond it the density is less than the smallest double.
    private static final double END = 39;

    private static final int STEPS = 20_000;

    /// By Simpson's rule.
    ///
    /// @param low below 0
    /// @param high above 0
    static StandardCut of(double low, double high) {
        double from = Math.max(low, -END);
        double width = Math.min(high, END) - from;
        double mass = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i <= STEPS; i++) {
            double z = from + width * i / STEPS;
            double share = (i == 0 || i == STEPS ? 1 : i % 2 == 0 ? 2 : 4) * StrictMath.exp(-z * z / 2);
            mass += share;
            first += share * z;
            second += share * z * z;
        }
        double mean = first / mass;
        return new StandardCut(mean, Math.sqrt(second / mass - mean * mean));
    }
}
