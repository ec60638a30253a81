package io.fletching.provider.lion;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class LionConformanceTest extends OptimizerContract {
    @Override
    protected Lion provider() {
        return new Lion();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of("weight-decay", "0.1"));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
