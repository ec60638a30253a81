package io.fletching.provider.identity;

import io.fletching.spi.Shape;
import io.fletching.tck.InitializerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class DiracConformanceTest extends InitializerContract {
    @Override
    protected Dirac provider() {
        return new Dirac();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of("groups", "3"));
    }

    @Override
    protected List<Shape> shapes() {
        return List.of(Shape.of(6, 2, 3), Shape.of(6, 100, 15, 15));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
