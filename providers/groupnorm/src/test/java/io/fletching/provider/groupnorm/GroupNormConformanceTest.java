package io.fletching.provider.groupnorm;

import io.fletching.spi.Shape;
import io.fletching.tck.NormalizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class GroupNormConformanceTest extends NormalizerContract {
    @Override
    protected GroupNorm provider() {
        return new GroupNorm();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of("groups", "2", "affine", "false"), Map.of("groups", "3", "eps", "0.5"));
    }

    @Override
    protected List<Shape> shapes() {
        return List.of(Shape.of(12), Shape.of(6, 5));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
