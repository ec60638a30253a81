package io.fletching.kernels;

/// Functions of one variable that kernels compute themselves, so that every machine gives the same bits.
///
/// The errors are bounds for the float32 form, in units in the last place of the result, over all magnitudes. The
/// float64 form is `StrictMath`; its erf is a series and a continued fraction, with an error below 1e-15.
public enum Function {
    /// e^x, within 1 unit.
    EXP,
    /// The natural logarithm, within 1 unit; NaN below 0, negative infinity at 0.
    LOG,
    /// The hyperbolic tangent, within 1.5 units.
    TANH,
    /// The error function, within 1.5 units.
    ERF,
    /// The sine of an angle in radians, within 1.6 units; NaN at infinity.
    SIN,
    /// The cosine of an angle in radians, within 1.6 units; NaN at infinity.
    COS,
    /// The square root, correctly rounded.
    SQRT
}
