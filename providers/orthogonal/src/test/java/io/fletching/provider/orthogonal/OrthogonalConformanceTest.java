package io.fletching.provider.orthogonal;

import io.fletching.spi.Shape;
import io.fletching.tck.InitializerContract;
import java.util.List;
import java.util.Set;

class OrthogonalConformanceTest extends InitializerContract {
    @Override
    protected Orthogonal provider() {
        return new Orthogonal();
    }

    @Override
    protected List<Shape> shapes() {
        return List.of(Shape.of(7, 5), Shape.of(8, 2, 3, 3), Shape.of(16, 16));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
