package io.fletching.spi;

/// Random numbers by counter (Philox 4x32-10), keyed by seed and parameter name: the number of an element depends on
/// nothing but the key and the element's index, so no cut and no thread can change it. Implemented by the host alone.
public interface RandomStream {

    /// Fills `out` with uniform numbers in `[low, high)`; `out[i]` belongs to element `first + i`.
    void uniform(Tensor out, long first, double low, double high);

    /// Fills `out` with normal numbers; `out[i]` belongs to element `first + i`.
    void normal(Tensor out, long first, double mean, double deviation);

    /// Fills `out` with normal numbers given that they lie in `[low, high]`; `out[i]` belongs to element `first + i`.
    ///
    /// @param mean of the normal that is cut, which may itself lie beyond the bounds
    /// @param deviation of the normal that is cut, 0 or more
    /// @param low at most `high`; infinite for none
    void truncatedNormal(Tensor out, long first, double mean, double deviation, double low, double high);

    /// One uniform number in `[0, 1)` of an element; an element has any number of draws, from 0.
    double uniform(long index, int draw);

    /// One standard normal number of an element; an element has any number of draws, from 0.
    double normal(long index, int draw);
}
