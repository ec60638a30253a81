package io.fletching.tck;

import io.fletching.spi.Tensor;
import java.util.Map;

/// Tensors by name.
final class Named {
    private Named() {}

    static Tensor find(Map<String, Tensor> tensors, String name) {
        var tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "There is no slot '" + name + "' here; expected one of " + tensors.keySet() + ".");
        }
        return tensor;
    }
}
