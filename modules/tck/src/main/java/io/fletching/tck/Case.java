package io.fletching.tck;

import io.fletching.spi.Shape;
import java.util.List;
import java.util.Map;

/// What a rule is tried on.
///
/// @param variant options, as texts
/// @param shapes of the parameter, of all gradients of a clipper, or of a normalizer's batch
record Case(Map<String, String> variant, List<Shape> shapes) {

    /// The one shape.
    Shape shape() {
        return shapes.getFirst();
    }

    long size() {
        return shapes.stream().mapToLong(Shape::size).sum();
    }

    @Override
    public String toString() {
        return (variant.isEmpty() ? "the default options" : "options " + variant) + " and shape "
                + (shapes.size() == 1 ? shape() : shapes);
    }
}
