package io.fletching.reference;

/// Computes a case with Fletching, and checks every output against its figures.
interface Operation {
    /// Runs the case.
    ///
    /// @throws AssertionError where a result is not within the tolerance
    void check(Case figures, Outputs outputs);
}
