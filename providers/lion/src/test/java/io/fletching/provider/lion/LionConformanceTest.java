package io.fletching.provider.lion;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;

class LionConformanceTest extends OptimizerContract {
    @Override
    protected Lion provider() {
        return new Lion();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("weight-decay", "0.1"));
    }
}
