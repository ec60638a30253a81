package io.fletching.provider.valueclipping;

import io.fletching.tck.ClipperContract;
import java.util.Set;

class ValueClippingConformanceTest extends ClipperContract {
    @Override
    protected ValueClipping provider() {
        return new ValueClipping();
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04", "CLP-07");
    }
}
