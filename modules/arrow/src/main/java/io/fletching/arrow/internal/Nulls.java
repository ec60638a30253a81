package io.fletching.arrow.internal;

/// Which of the values of a column are null, read forwards.
interface Nulls {
    boolean[] NONE = {};

    /// For the next values whether they are null; empty where none is.
    boolean[] next(int values);

    /// One bit a value, 1 where it is there.
    ///
    /// @param values all that there are
    /// @param nulls how many of them are null, as the batch says
    static Nulls of(Feed bits, long values, long nulls) {
        return new Validity(bits, values, nulls);
    }
}
