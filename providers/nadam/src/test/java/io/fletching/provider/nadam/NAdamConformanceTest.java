package io.fletching.provider.nadam;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class NAdamConformanceTest extends OptimizerContract {
    @Override
    protected NAdam provider() {
        return new NAdam();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of("weight-decay", "0.1"), Map.of("weight-decay", "0.1", "decoupled-weight-decay", "true"));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
