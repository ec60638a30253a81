package io.fletching.provider.layernorm;

import io.fletching.tck.NormalizerContract;
import java.util.List;
import java.util.Map;

class LayerNormConformanceTest extends NormalizerContract {
    @Override
    protected LayerNorm provider() {
        return new LayerNorm();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("affine", "false", "eps", "0.001"));
    }
}
