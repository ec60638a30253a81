package io.fletching.provider.adaptiveclipping;

import io.fletching.tck.ClipperContract;
import java.util.Set;

class AdaptiveClippingConformanceTest extends ClipperContract {
    @Override
    protected AdaptiveClipping provider() {
        return new AdaptiveClipping();
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04", "CLP-07");
    }
}
