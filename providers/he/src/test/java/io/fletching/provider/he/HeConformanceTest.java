package io.fletching.provider.he;

import io.fletching.tck.InitializerContract;
import java.util.List;
import java.util.Map;

class HeConformanceTest extends InitializerContract {
    @Override
    protected He provider() {
        return new He();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("distribution", "uniform", "mode", "fan-out", "slope", "0.1"));
    }
}
