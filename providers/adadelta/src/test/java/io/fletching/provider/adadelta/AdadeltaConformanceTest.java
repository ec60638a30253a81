package io.fletching.provider.adadelta;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class AdadeltaConformanceTest extends OptimizerContract {
    @Override
    protected Adadelta provider() {
        return new Adadelta();
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
