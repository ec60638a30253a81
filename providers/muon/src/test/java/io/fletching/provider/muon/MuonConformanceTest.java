package io.fletching.provider.muon;

import io.fletching.spi.Shape;
import io.fletching.tck.OptimizerContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

class MuonConformanceTest extends OptimizerContract {
    @Override
    protected Muon provider() {
        return new Muon();
    }

    /// Both sides of a square, and more blocks of rows than one either way; the kit's own have an odd number of them
    /// too.
    @Override
    protected List<Shape> shapes() {
        return List.of(Shape.of(7, 5), Shape.of(70, 66), Shape.of(66, 70));
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of("nesterov", "false", "bias-correction", "true"),
                Map.of("polynomial", "convergent", "ns-steps", "6"));
    }

    @Override
    protected Set<String> promises() {
        return Set.of("ALL-04");
    }
}
