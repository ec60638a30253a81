package io.fletching.tck;

import io.fletching.spi.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What an author, or whoever examines a jar, says about a provider beside what it says itself.
record Declarations(List<Map<String, String>> variants, List<Shape> shapes, Set<String> promises, List<Path> jars) {
    static final Declarations NONE = new Declarations(List.of(), List.of(), Set.of(), List.of());

    Declarations variants(List<Map<String, String>> others) {
        return new Declarations(List.copyOf(others), shapes, promises, jars);
    }

    Declarations shapes(List<Shape> others) {
        return new Declarations(variants, List.copyOf(others), promises, jars);
    }

    Declarations promises(Set<String> others) {
        return new Declarations(variants, shapes, Set.copyOf(others), jars);
    }

    Declarations jars(List<Path> others) {
        return new Declarations(variants, shapes, promises, List.copyOf(others));
    }

    /// Variants and shapes as words of a command line.
    List<String> words() {
        var words = new ArrayList<String>();
        for (var variant : variants) {
            words.add(variant.entrySet().stream()
                    .map(option -> option.getKey() + "=" + option.getValue())
                    .collect(Collectors.joining(",", "options:", "")));
        }
        for (Shape shape : shapes) {
            words.add(LongStream.range(0, shape.rank())
                    .mapToObj(axis -> String.valueOf(shape.dim((int) axis)))
                    .collect(Collectors.joining(",", "shape:", "")));
        }
        return words;
    }

    /// What [#words()] wrote.
    static Declarations read(List<String> words) {
        var variants = new ArrayList<Map<String, String>>();
        var shapes = new ArrayList<Shape>();
        for (String word : words) {
            var items = split(word.substring(word.indexOf(':') + 1), ",");
            if (word.startsWith("options:")) {
                var variant = new LinkedHashMap<String, String>();
                items.map(item -> item.split("=", 2)).forEach(option -> variant.put(option[0], option[1]));
                variants.add(variant);
            } else {
                shapes.add(Shape.of(items.mapToLong(Long::parseLong).toArray()));
            }
        }
        return NONE.variants(variants).shapes(shapes);
    }

    private static Stream<String> split(String text, String separator) {
        return text.isEmpty() ? Stream.empty() : Stream.of(text.split(separator));
    }
}
