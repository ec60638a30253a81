package io.fletching.provider.adafactor;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class AdafactorConformanceTest extends OptimizerContract {
    @Override
    protected Adafactor provider() {
        return new Adafactor();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of("eps", "1e-30", "eps-place", "square", "relative-step", "false", "momentum", "0.9"),
                Map.of("least-side", "64", "weight-decay", "0.1"));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
