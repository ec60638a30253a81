package io.fletching.provider.schedulefree;

import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class ScheduleFreeSgdConformanceTest extends OptimizerContract {
    @Override
    protected ScheduleFreeSgd provider() {
        return new ScheduleFreeSgd();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of("weight-decay", "0.1", "weight-power", "1"));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
