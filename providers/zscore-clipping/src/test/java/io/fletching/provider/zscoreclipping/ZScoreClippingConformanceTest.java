package io.fletching.provider.zscoreclipping;

import io.fletching.tck.ClipperContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class ZScoreClippingConformanceTest extends ClipperContract {
    @Override
    protected ZScoreClipping provider() {
        return new ZScoreClipping();
    }

    /// The second of the kit's turns is behind no warm-up; two of its rules count further.
    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of("warmup", "2", "threshold", "0.01"));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04", "CLP-07");
    }
}
