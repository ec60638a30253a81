package io.fletching.runtime;

/// What an update did. One object for all updates of an [Updater]: read it before the next.
public final class UpdateReport {
    private final double[] norms;
    boolean applied;
    String refused = "";
    double norm;
    double clipFactor;
    double learningRate;
    long number;
    long skipped;

    UpdateReport(int variables) {
        this.norms = new double[variables];
    }

    double[] norms() {
        return norms;
    }

    /// Whether the parameters moved; false where a gradient was not finite and the clipper says to skip such updates.
    public boolean applied() {
        return applied;
    }

    /// The parameter whose gradient was not finite, or empty.
    public String refused() {
        return refused;
    }

    /// The 2-norm of all gradients together, scaled but before any clipper.
    public double norm() {
        return norm;
    }

    /// The smallest factor by which clippers scaled a gradient: 1 where none was. What a clipper did to single elements
    /// is not in it.
    public double clipFactor() {
        return clipFactor;
    }

    /// The learning rate of parameters in no group: the optimizer's `lr` times the schedule.
    public double learningRate() {
        return learningRate;
    }

    /// Applied updates so far, this one included.
    public long number() {
        return number;
    }

    /// Skipped updates so far, this one included.
    public long skipped() {
        return skipped;
    }

    /// The 2-norm of one gradient, scaled but before any clipper; 0 for a frozen parameter.
    ///
    /// @param variable in the order of the [Variables]
    public double gradientNorm(int variable) {
        return norms[variable];
    }
}
