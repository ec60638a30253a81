package io.fletching.provider.asgd;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class AsgdConformanceTest extends OptimizerContract {
    @Override
    protected Asgd provider() {
        return new Asgd();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of("start", "1", "weight-decay", "0.1"));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
