package io.fletching.provider.xavier;

import io.fletching.tck.InitializerContract;
import java.util.List;
import java.util.Map;

class XavierConformanceTest extends InitializerContract {
    @Override
    protected Xavier provider() {
        return new Xavier();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("distribution", "normal", "gain", "2"));
    }
}
