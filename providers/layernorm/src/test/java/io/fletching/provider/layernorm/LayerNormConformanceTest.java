package io.fletching.provider.layernorm;

import io.fletching.tck.NormalizerContract;
import java.util.Set;

class LayerNormConformanceTest extends NormalizerContract {
    @Override
    protected LayerNorm provider() {
        return new LayerNorm();
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
