package io.fletching.provider.batchnorm;

import io.fletching.tck.NormalizerContract;
import java.util.List;
import java.util.Map;

class BatchNormConformanceTest extends NormalizerContract {
    @Override
    protected BatchNorm provider() {
        return new BatchNorm();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("affine", "false"), Map.of("cumulative", "true"));
    }
}
