package io.fletching.spi;

/// How the work on a tensor may be cut. The cut is a function of shape and layout alone, never of threads.
public enum Scope {
    /// Any multiple of 65,536 elements.
    ELEMENT,
    /// Whole rows: [Shape#rows()].
    ROW,
    /// Not cut.
    TENSOR
}
