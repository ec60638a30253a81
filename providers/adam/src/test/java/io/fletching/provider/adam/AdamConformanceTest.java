package io.fletching.provider.adam;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class AdamConformanceTest extends OptimizerContract {
    @Override
    protected Adam provider() {
        return new Adam();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of("weight-decay", "0.1", "amsgrad", "true"));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
