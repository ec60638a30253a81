package io.fletching.provider.adamw8bit;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class AdamW8BitConformanceTest extends OptimizerContract {
    @Override
    protected AdamW8Bit provider() {
        return new AdamW8Bit();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of("min-elements", "0"), Map.of("weight-decay", "0.1", "min-elements", "0"));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
