package io.fletching.cli;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fletching.data.Description;
import io.fletching.data.Preparation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Records as JSON, and as the trees that YAML is written from.
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addMixIn(Preparation.Inputs.class, Kinded.class)
            .addMixIn(Preparation.Column.class, Kinded.class)
            .addMixIn(Preparation.Target.class, Kinded.class)
            .addMixIn(Description.Column.class, SnakeCase.class)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(MapperFeature.OVERRIDE_PUBLIC_ACCESS_MODIFIERS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    static {
        Stream.of(Preparation.Inputs.class, Preparation.Column.class, Preparation.Target.class)
                .flatMap(kind -> Stream.of(kind.getPermittedSubclasses()))
                .forEach(MAPPER::registerSubtypes);
    }

    private Json() {}

    /// Tells which of several records one is, by its name.
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    private interface Kinded {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    private interface SnakeCase {}

    /// One line, without its end.
    static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("There is no JSON for " + value + ".", impossible);
        }
    }

    /// The record that [#line] wrote.
    ///
    /// @throws IllegalArgumentException for a text that it did not write; the message is the key where they differ
    static <T> T read(String line, Class<T> type) {
        try {
            return MAPPER.readValue(line, type);
        } catch (JsonMappingException other) {
            String key = other.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining("."));
            throw new IllegalArgumentException(key, other);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("", broken);
        }
    }

    /// Maps, lists and plain values.
    static Map<?, ?> tree(Object value) {
        return MAPPER.convertValue(value, LinkedHashMap.class);
    }
}
