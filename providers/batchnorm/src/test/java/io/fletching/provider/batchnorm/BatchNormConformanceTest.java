package io.fletching.provider.batchnorm;

import io.fletching.tck.NormalizerContract;
import java.util.Set;

class BatchNormConformanceTest extends NormalizerContract {
    @Override
    protected BatchNorm provider() {
        return new BatchNorm();
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
