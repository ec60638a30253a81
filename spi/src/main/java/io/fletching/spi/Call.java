package io.fletching.spi;

/// What a provider is told about one call. Valid during the call only, never kept, never handed on; implemented by the
/// host alone, so it may grow.
public interface Call {

    /// Index of the pass in the layout, from 0.
    int pass();

    /// First element ([Scope#ELEMENT]), row ([Scope#ROW]) or unit (shares) of this call, counted in the whole.
    long first();

    /// How many elements, rows or units this call covers.
    long count();
}
