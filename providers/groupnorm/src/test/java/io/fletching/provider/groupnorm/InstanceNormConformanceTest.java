package io.fletching.provider.groupnorm;

import io.fletching.tck.NormalizerContract;

class InstanceNormConformanceTest extends NormalizerContract {
    @Override
    protected InstanceNorm provider() {
        return new InstanceNorm();
    }
}
