package io.fletching.spi;

/// One call of an initializer. Implemented by the host alone, so it may grow.
public interface Fill extends Call {

    /// The parameter to fill: its shape, fan and output axis.
    Parameter parameter();

    /// Random numbers keyed by the seed and the parameter's name.
    RandomStream random();
}
