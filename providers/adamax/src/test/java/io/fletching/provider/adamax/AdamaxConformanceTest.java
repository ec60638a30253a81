package io.fletching.provider.adamax;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class AdamaxConformanceTest extends OptimizerContract {
    @Override
    protected Adamax provider() {
        return new Adamax();
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
