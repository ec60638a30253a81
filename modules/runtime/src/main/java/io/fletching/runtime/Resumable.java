package io.fletching.runtime;

import io.fletching.spi.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a [Checkpoint] keeps a part of a training by: the model's variables, the updater, the course of a schedule.
public interface Resumable {

    /// All that changes while it runs, by name. Restoring writes to these tensors.
    Map<String, Tensor> state();

    /// What the state means, by name: texts that must be the same where it is restored.
    default Map<String, String> meaning() {
        return Map.of();
    }

    /// What of the state a file must hold: all of it, unless the part knows better.
    ///
    /// @throws io.fletching.spi.FletchingException of kind `DATA` where the file's texts say that its state means
    /// something else
    default Map<String, Tensor> expected(SafeTensors saved) {
        var then = new LinkedHashMap<>(saved.metadata());
        then.keySet().retainAll(meaning().keySet());
        StateMeaning.requireSame(saved.file(), then, meaning());
        return state();
    }

    /// Called when the state has been replaced.
    default void resumed() {}
}
