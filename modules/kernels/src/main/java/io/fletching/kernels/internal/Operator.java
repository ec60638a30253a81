package io.fletching.kernels.internal;

/// What a formula is made of.
public enum Operator {
    PLUS,
    MINUS,
    TIMES,
    OVER,
    MAX,
    FMA,
    NEGATIVE,
    MAGNITUDE,
    SIGN,
    ROOT
}
