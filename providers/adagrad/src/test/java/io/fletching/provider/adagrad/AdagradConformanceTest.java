package io.fletching.provider.adagrad;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class AdagradConformanceTest extends OptimizerContract {
    @Override
    protected Adagrad provider() {
        return new Adagrad();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of("lr-decay", "0.1", "weight-decay", "0.1", "initial-accumulator-value", "0.5"));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
