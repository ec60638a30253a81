package io.fletching.spi;

/// The gradients of an update as numbers, as earlier clippers of the chain left them. Implemented by the host alone.
public interface Gradients {

    /// How many parameters take part.
    int count();

    /// The parameter at this index.
    Parameter parameter(int index);

    /// The 2-norm of all gradients together, in float64, pending factors included. Finite, unless the user let
    /// non-finite gradients propagate.
    double norm();

    /// The 2-norm of one gradient.
    double norm(int index);

    /// The largest absolute value of one gradient.
    double maximum(int index);

    /// The factor not multiplied into this gradient yet: loss scale, accumulation, earlier clippers.
    double pending(int index);

    /// The clipper's own sum `k` over this gradient, *without* the pending factor.
    double measured(int index, int k);

    /// Multiplies every gradient by a factor, which must be finite and above 0; anything else is a PROVIDER error.
    void scale(double factor);

    /// Multiplies one gradient by a factor, which must be finite and above 0; anything else is a PROVIDER error.
    void scale(int index, double factor);

    /// Updates so far including this one, from 1.
    long number();
}
