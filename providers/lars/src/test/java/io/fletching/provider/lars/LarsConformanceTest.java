package io.fletching.provider.lars;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class LarsConformanceTest extends OptimizerContract {
    @Override
    protected Lars provider() {
        return new Lars();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of("adapt", "always", "weight-decay", "0", "nesterov", "true"), Map.of("momentum", "0"));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
