package io.fletching.nn;

import io.fletching.spi.Tensor;
import java.util.IdentityHashMap;
import java.util.List;

/// Whose content each tensor has, at a point of the plan: what decides where a kept signal must be fetched.
final class Residents {
    private final IdentityHashMap<Tensor, Signal> residents = new IdentityHashMap<>();

    /// A signal is written.
    void written(Signal signal) {
        residents.put(signal.tensor(), signal);
    }

    /// A signal is going to be read: adds a step that fetches it where its tensor has another content.
    void read(Signal signal, List<Step> steps) {
        if (signal.isKept() && residents.put(signal.tensor(), signal) != signal) {
            steps.add(new Step.Fetched(signal));
        }
    }
}
