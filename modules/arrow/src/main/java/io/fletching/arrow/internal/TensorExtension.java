package io.fletching.arrow.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.KeyValue;

/// The extension type `arrow.fixed_shape_tensor`: fixed-size lists that are tensors of a shape.
///
/// @param permutation the order of the dimensions in memory; empty where it is theirs
record TensorExtension(List<Integer> shape, List<Integer> permutation) {
    private static final String NAME = "arrow.fixed_shape_tensor";
    private static final String NAME_KEY = "ARROW:extension:name";
    private static final String METADATA_KEY = "ARROW:extension:metadata";

    /// What the metadata of a field says, where it says that.
    static Optional<TensorExtension> of(Field field) {
        if (!NAME.equals(metadata(field, NAME_KEY))) {
            return Optional.empty();
        }
        try {
            JsonNode json = new JsonMapper().readTree(metadata(field, METADATA_KEY));
            return Optional.of(new TensorExtension(integers(json.path("shape")), integers(json.path("permutation"))));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The metadata of a tensor is no JSON", e);
        }
    }

    /// The metadata of a field whose lists are tensors of a shape.
    static Map<String, String> metadata(List<Integer> shape) {
        return Map.of(NAME_KEY, NAME, METADATA_KEY, "{\"shape\":" + shape + "}");
    }

    boolean isInOrder() {
        return permutation.isEmpty()
                || permutation.equals(IntStream.range(0, shape.size()).boxed().toList());
    }

    String name(String element) {
        return NAME + " " + shape + " of " + element + (isInOrder() ? "" : " with permutation " + permutation);
    }

    private static List<Integer> integers(JsonNode array) {
        List<Integer> integers = new ArrayList<>();
        array.forEach(value -> integers.add(value.asInt()));
        return integers;
    }

    private static String metadata(Field field, String key) {
        for (int i = 0; i < field.customMetadataLength(); i++) {
            KeyValue entry = field.customMetadata(i);
            if (key.equals(entry.key())) {
                return entry.value() == null ? "" : entry.value();
            }
        }
        return "";
    }
}
