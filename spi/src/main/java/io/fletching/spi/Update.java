package io.fletching.spi;

/// Which update this is. Implemented by the host alone, so it may grow.
public interface Update {

    /// Updates of *this* parameter including this one, from 1. A frozen parameter does not count.
    long number();

    /// The effective rate: base × schedule × group factor; finite, not negative.
    double learningRate();

    /// What the schedule alone makes of every rate, as a factor: 1 without a schedule. It is part of
    /// [#learningRate()] already, and here for what follows the schedule and not the rate.
    default double scheduleFactor() {
        return 1;
    }

    /// Factor on the rule's own weight decay: 0 none, 1 as declared, or a schedule between.
    double decay();
}
