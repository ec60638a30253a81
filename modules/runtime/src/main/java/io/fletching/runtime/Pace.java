package io.fletching.runtime;

import io.fletching.spi.Optimizer;
import io.fletching.spi.Update;

/// What the parameters of one rule, learning rate and decay have in common in an update; prepared once for
/// all of them.
final class Pace implements Update {
    private final Optimizer.Rule rule;
    private final double baseRate;
    private final double decay;
    private final double[] scalars;
    private long number;
    private double scheduleFactor;
    private double learningRate;

    /// What makes two parameters keep pace.
    ///
    /// @param baseRate the optimizer's `lr` times the group's factor
    record Key(Optimizer.Rule rule, double baseRate, double decay, int scalarCount) {}

    /// @param number of updates that were made already
    Pace(Key key, long number) {
        this.number = number;
        this.rule = key.rule;
        this.baseRate = key.baseRate;
        this.decay = key.decay;
        this.scalars = new double[key.scalarCount];
    }

    /// One update further.
    void advance(double scheduleFactor) {
        number++;
        prepare(scheduleFactor);
    }

    void prepare(double scheduleFactor) {
        this.scheduleFactor = scheduleFactor;
        learningRate = baseRate * scheduleFactor;
        if (number > 0) {
            rule.prepare(this, scalars);
        }
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public double learningRate() {
        return learningRate;
    }

    @Override
    public double scheduleFactor() {
        return scheduleFactor;
    }

    @Override
    public double decay() {
        return decay;
    }

    double scalar(int index) {
        return scalars[index];
    }
}
