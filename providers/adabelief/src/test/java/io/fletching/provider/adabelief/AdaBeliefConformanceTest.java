package io.fletching.provider.adabelief;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class AdaBeliefConformanceTest extends OptimizerContract {
    @Override
    protected AdaBelief provider() {
        return new AdaBelief();
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
