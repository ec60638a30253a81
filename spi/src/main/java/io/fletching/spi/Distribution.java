package io.fletching.spi;

/// A distribution of mean 0 that an initializer draws from, by its standard deviation.
public enum Distribution {
    /// Uniform within √3 standard deviations.
    UNIFORM,
    /// Normal.
    NORMAL,
    /// Normal within two standard deviations *of the normal*, which is that much wider that the deviation of what is
    /// drawn is the one asked for: the `truncated_normal` of JAX's and Keras's variance scaling.
    TRUNCATED_NORMAL;

    private static final double CUT = 2;

    /// The standard deviation of a standard normal number given that it lies within [#CUT].
    private static final double DEVIATION_WITHIN_CUT = 0.8796256610342398;

    /// Fills a part with numbers of this deviation.
    public void fill(Tensor values, Fill fill, double deviation) {
        RandomStream random = fill.random();
        switch (this) {
            case UNIFORM -> {
                double bound = Math.sqrt(3) * deviation;
                random.uniform(values, fill.first(), -bound, bound);
            }
            case NORMAL -> random.normal(values, fill.first(), 0, deviation);
            case TRUNCATED_NORMAL -> {
                double wider = deviation / DEVIATION_WITHIN_CUT;
                random.truncatedNormal(values, fill.first(), 0, wider, -CUT * wider, CUT * wider);
            }
        }
    }
}
