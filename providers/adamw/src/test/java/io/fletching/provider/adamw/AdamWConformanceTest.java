package io.fletching.provider.adamw;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class AdamWConformanceTest extends OptimizerContract {
    @Override
    protected AdamW provider() {
        return new AdamW();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of("amsgrad", "true", "weight-decay", "0"),
                Map.of("nesterov", "true", "amsgrad", "true"),
                Map.of("eps-place", "before-correction", "decay-by", "schedule"));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
