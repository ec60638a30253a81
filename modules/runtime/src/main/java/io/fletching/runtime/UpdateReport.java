package io.fletching.runtime;

import java.util.Arrays;

/// What an update did. One object for all updates of an [Updater]: read it before the next.
public final class UpdateReport {
    private final double[] norms;
    private final double[] clipperNorms;
    private final double[] clipperFactors;
    boolean applied;
    String refused = "";
    double norm;
    double clipFactor;
    double learningRate;
    long number;
    long skipped;

    UpdateReport(int variables, int clippers) {
        this.norms = new double[variables];
        this.clipperNorms = new double[clippers];
        this.clipperFactors = new double[clippers];
    }

    void unclipped() {
        clipFactor = 1;
        Arrays.fill(clipperNorms, norm);
        Arrays.fill(clipperFactors, 1);
    }

    void clipped(int clipper, double norm, double factor) {
        clipperNorms[clipper] = norm;
        clipperFactors[clipper] = factor;
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

    /// The smallest share that the clippers left of the 2-norm of any gradient: 1 where none was clipped. It is the
    /// factor, where they scale by factors alone.
    public double clipFactor() {
        return clipFactor;
    }

    /// How many clippers there are.
    public int clippers() {
        return clipperNorms.length;
    }

    /// The 2-norm of all gradients together as a clipper found it, behind those before it; those that clippers do not
    /// see left out.
    ///
    /// @param clipper from 0, in the order in which they run
    public double clipperNorm(int clipper) {
        return clipperNorms[clipper];
    }

    /// What [#clipFactor] is for all clippers, for one.
    ///
    /// @param clipper from 0, in the order in which they run
    public double clipperFactor(int clipper) {
        return clipperFactors[clipper];
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
