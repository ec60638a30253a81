package io.fletching.kernels;

/// Functions of one variable that kernels compute themselves, so that every machine gives the same bits.
///
/// The errors are the largest seen of the float32 form against float64, in units in the last place. The float64
/// form is `StrictMath`, and for erf a series and a continued fraction with a relative error below 2e-15.
public enum Function {
    /// e^x.
    EXP,
    /// The natural logarithm; NaN below 0, negative infinity at 0.
    LOG,
    /// The hyperbolic tangent.
    TANH,
    /// The error function.
    ERF,
    /// The sine of an angle in radians; NaN at infinity.
    SIN,
    /// The cosine of an angle in radians; NaN at infinity.
    COS,
    /// The square root, correctly rounded.
    SQRT
}
