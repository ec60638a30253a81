package io.fletching.provider.sparse;

import io.fletching.spi.Shape;
import io.fletching.tck.InitializerContract;
import java.util.List;
import java.util.Set;

class SparseConformanceTest extends InitializerContract {
    @Override
    protected Sparse provider() {
        return new Sparse();
    }

    @Override
    protected List<Shape> shapes() {
        return List.of(Shape.of(100, 3), Shape.of(3, 100));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
