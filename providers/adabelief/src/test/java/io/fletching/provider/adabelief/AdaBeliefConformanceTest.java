package io.fletching.provider.adabelief;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;

class AdaBeliefConformanceTest extends OptimizerContract {
    @Override
    protected AdaBelief provider() {
        return new AdaBelief();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("weight-decay", "0.1"));
    }
}
