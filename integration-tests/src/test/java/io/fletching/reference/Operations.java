package io.fletching.reference;

import io.fletching.runtime.Catalog;
import java.util.Map;

/// What Fletching computes of the figures' operations, by their names.
final class Operations {
    private static final Catalog CATALOG = Catalog.load();

    static final Map<String, Operation> ALL = Map.of(
            "layer_norm", Normalization.layerNorm(CATALOG.normalizer("layernorm")),
            "batch_norm", Normalization.batchNorm(CATALOG.normalizer("batchnorm")),
            "adamw", Updates.optimizer(CATALOG.optimizer("adamw")),
            "sgd", Updates.optimizer(CATALOG.optimizer("sgd")),
            "clip_norm", Updates.clipping(CATALOG.clipper("norm-clipping"), CATALOG.optimizer("sgd")));

    private Operations() {}
}
