package io.fletching.runtime;

import io.fletching.spi.Tensor;

/// How far a trained parameter is: the number of its updates, and with which others it keeps pace.
final class Progress {
    private final Pace.Key key;
    private final Tensor number;
    private Pace pace;

    /// @param number I64 `[1]`, saved with the parameter
    Progress(Pace.Key key, Tensor number) {
        this.key = key;
        this.number = number;
        this.pace = new Pace(key, 0);
    }

    Pace.Key key() {
        return key;
    }

    Pace pace() {
        return pace;
    }

    void join(Pace pace) {
        this.pace = pace;
    }

    /// What was saved.
    long saved() {
        return (long) number.get(0);
    }

    void note() {
        number.set(0, (double) pace.number());
    }
}
