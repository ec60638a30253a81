package io.fletching.provider.rmsprop;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class RmsPropConformanceTest extends OptimizerContract {
    @Override
    protected RmsProp provider() {
        return new RmsProp();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of("momentum", "0.9", "weight-decay", "0.1"), Map.of("centered", "true", "momentum", "0.9"));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
