package io.fletching.provider.layernorm;

import io.fletching.tck.NormalizerContract;
import java.util.Set;

class RmsNormConformanceTest extends NormalizerContract {
    @Override
    protected RmsNorm provider() {
        return new RmsNorm();
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
