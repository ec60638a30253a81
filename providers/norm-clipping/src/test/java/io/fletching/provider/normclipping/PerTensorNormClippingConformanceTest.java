package io.fletching.provider.normclipping;

import io.fletching.tck.ClipperContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class PerTensorNormClippingConformanceTest extends ClipperContract {
    @Override
    protected PerTensorNormClipping provider() {
        return new PerTensorNormClipping();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of("p", "1"), Map.of("p", "3", "mean", "true"), Map.of("p", "inf"), Map.of("eps", "0"));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04", "CLP-07");
    }
}
