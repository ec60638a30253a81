package io.fletching.provider.radam;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class RAdamConformanceTest extends OptimizerContract {
    @Override
    protected RAdam provider() {
        return new RAdam();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of("beta2", "0.5"), Map.of("weight-decay", "0.1", "decoupled-weight-decay", "true"));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
