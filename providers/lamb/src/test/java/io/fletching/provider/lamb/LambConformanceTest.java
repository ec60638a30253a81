package io.fletching.provider.lamb;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class LambConformanceTest extends OptimizerContract {
    @Override
    protected Lamb provider() {
        return new Lamb();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of("adapt", "always", "weight-decay", "0", "trust-clip", "true"));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
