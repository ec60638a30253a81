package io.fletching.provider.sgd;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class SgdConformanceTest extends OptimizerContract {
    @Override
    protected Sgd provider() {
        return new Sgd();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of("weight-decay", "0.1"),
                Map.of("momentum", "0.9", "dampening", "0.5"),
                Map.of("momentum", "0.9", "nesterov", "true", "weight-decay", "0.1"));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
