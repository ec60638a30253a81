package io.fletching.provider.adagrad;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;

class AdagradConformanceTest extends OptimizerContract {
    @Override
    protected Adagrad provider() {
        return new Adagrad();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("lr-decay", "0.1", "weight-decay", "0.1", "initial-accumulator-value", "0.5"));
    }
}
