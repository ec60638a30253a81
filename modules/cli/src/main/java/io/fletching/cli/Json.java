package io.fletching.cli;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fletching.data.Preparation;
import java.util.LinkedHashMap;
import java.util.Map;

/// Records as JSON, and as the trees that YAML is written from.
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addMixIn(Preparation.Inputs.class, Kinded.class)
            .addMixIn(Preparation.Column.class, Kinded.class)
            .addMixIn(Preparation.Target.class, Kinded.class)
            .build();

    private Json() {}

    /// Tells which of several records one is, by its name.
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    private interface Kinded {}

    /// One line, without its end.
    static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("There is no JSON for " + value + ".", impossible);
        }
    }

    /// Maps, lists and plain values.
    static Map<?, ?> tree(Object value) {
        return MAPPER.convertValue(value, LinkedHashMap.class);
    }
}
