package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;

/// A tensor of a file, `{"shape": […], "data": […]}`, row-major; a number that is not finite is a text.
///
/// @param data in row-major order
record Figures(Shape shape, List<Double> data) {

    static Figures of(JsonNode node) {
        long[] dims = longs(node.path("shape"));
        var data = StreamSupport.stream(node.path("data").spliterator(), false)
                .map(Figures::number)
                .toList();
        var shape = Shape.of(dims);
        if (!node.has("shape") || data.size() != shape.size()) {
            throw new IllegalArgumentException(
                    "A tensor of shape " + Arrays.toString(dims) + " has " + data.size() + " figures.");
        }
        return new Figures(shape, data);
    }

    static long[] longs(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
    }

    static double number(JsonNode number) {
        return number.isTextual() ? Double.parseDouble(number.asText()) : number.doubleValue();
    }

    double largest() {
        return data.stream().mapToDouble(Math::abs).max().orElse(0);
    }

    /// Writes the figures to a tensor of as many elements.
    Tensor into(Tensor tensor) {
        assertThat(shape.size()).as("figures for " + tensor).isEqualTo(tensor.size());
        for (int i = 0; i < data.size(); i++) {
            tensor.set(i, data.get(i));
        }
        return tensor;
    }
}
