package io.fletching.spi;

/// One call of a normalizer's pass. Implemented by the host alone, so it may grow.
public interface NormCall extends Call {

    /// Whether this forward pass trains; in BACKWARD, how the forward pass ran.
    boolean training();

    /// Forward passes in training so far including this one, from 1, so that a cumulative average needs no counter.
    long number();
}
