package io.fletching.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The header of a safetensors file.
///
/// @param entries in the order of their bytes, without gaps
record SafeTensorsHeader(List<Entry> entries, Map<String, String> metadata) {
    private static final String METADATA = "__metadata__";

    /// A tensor in the file.
    ///
    /// @param begin its first byte behind the header
    /// @param end behind its last
    record Entry(String name, DType type, Shape shape, long begin, long end) {}

    /// Where each tensor goes: wider types first, so that every tensor is aligned, then by name.
    static List<Entry> entries(Map<String, Tensor> tensors) {
        List<Map.Entry<String, Tensor>> order = new ArrayList<>(tensors.entrySet());
        order.sort(Comparator.<Map.Entry<String, Tensor>>comparingInt(
                        entry -> -entry.getValue().dtype().bytes())
                .thenComparing(Map.Entry.comparingByKey(Digest.UTF8_ORDER)));
        List<Entry> entries = new ArrayList<>();
        long at = 0;
        for (var entry : order) {
            Tensor tensor = entry.getValue();
            long end = at + tensor.data().byteSize();
            entries.add(new Entry(entry.getKey(), tensor.dtype(), tensor.shape(), at, end));
            at = end;
        }
        return entries;
    }

    /// The JSON text, padded with spaces so that the bytes behind it start at a multiple of 8.
    static byte[] bytes(List<Entry> entries, Map<String, String> metadata) {
        var fields = new LinkedHashMap<String, Object>();
        if (!metadata.isEmpty()) {
            fields.put(METADATA, metadata);
        }
        for (Entry entry : entries) {
            if (entry.name.equals(METADATA)) {
                throw new IllegalArgumentException("A tensor cannot be named '" + METADATA + "' in safetensors.");
            }
            var description = new LinkedHashMap<String, Object>();
            description.put("dtype", entry.type.name());
            description.put("shape", dims(entry.shape));
            description.put("data_offsets", List.of(entry.begin, entry.end));
            fields.put(entry.name, description);
        }
        byte[] json = Json.write(fields).getBytes(UTF_8);
        byte[] padded = Arrays.copyOf(json, Math.ceilDiv(json.length, 8) * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static List<Long> dims(Shape shape) {
        List<Long> dims = new ArrayList<>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            dims.add(shape.dim(axis));
        }
        return dims;
    }

    /// Reads a header and holds it against the file.
    ///
    /// @param dataBytes how many bytes follow the header
    static SafeTensorsHeader parse(Path file, byte[] text, long dataBytes) {
        try {
            return parse(text, dataBytes);
        } catch (IllegalArgumentException e) {
            throw broken(file, e.getMessage());
        }
    }

    private static SafeTensorsHeader parse(byte[] text, long dataBytes) {
        var metadata = new LinkedHashMap<String, String>();
        List<Entry> entries = new ArrayList<>();
        object(Json.read(text), "the header").forEach((name, value) -> {
            Map<String, Object> fields = object(value, "'" + name + "'");
            if (name.equals(METADATA)) {
                fields.forEach((key, noted) -> metadata.put(key, text(noted, "the metadata '" + key + "'")));
            } else {
                entries.add(entry(name, fields));
            }
        });
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long at = 0;
        for (Entry entry : entries) {
            require(entry.begin == at, entry.name, "starts at byte " + entry.begin + "; expected " + at);
            at = entry.end;
        }
        if (at != dataBytes) {
            throw new IllegalArgumentException(
                    "its tensors end at byte " + at + " behind the header, which " + dataBytes + " bytes follow.");
        }
        return new SafeTensorsHeader(entries, metadata);
    }

    private static Entry entry(String name, Map<String, Object> fields) {
        require(
                fields.size() == 3,
                name,
                "has the fields " + fields.keySet() + "; expected dtype, shape, data_offsets");
        DType type = type(name, text(fields.get("dtype"), "the dtype of '" + name + "'"));
        long[] dims = longs(fields.get("shape"), "the shape of '" + name + "'");
        long[] offsets = longs(fields.get("data_offsets"), "the data_offsets of '" + name + "'");
        require(offsets.length == 2 && offsets[0] <= offsets[1], name, "has no begin and end");
        try {
            Shape shape = Shape.of(dims);
            long bytes = Math.multiplyExact(shape.size(), (long) type.bytes());
            require(
                    offsets[1] - offsets[0] == bytes,
                    name,
                    "has " + (offsets[1] - offsets[0]) + " bytes; " + type + shape + " needs " + bytes);
            return new Entry(name, type, shape, offsets[0], offsets[1]);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + name + "' has a shape of more bytes than can be counted.", e);
        }
    }

    private static DType type(String name, String text) {
        return Arrays.stream(DType.values())
                .filter(type -> type.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is of type '" + text
                        + "'; expected one of " + Arrays.toString(DType.values()) + "."));
    }

    private static void require(boolean isRight, String name, String what) {
        if (!isRight) {
            throw new IllegalArgumentException("'" + name + "' " + what + ".");
        }
    }

    @SuppressWarnings("unchecked") // Json makes no other maps
    private static Map<String, Object> object(@Nullable Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException(what + " is not a JSON object.");
    }

    private static String text(@Nullable Object value, String what) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(what + " is not a text.");
    }

    private static long[] longs(@Nullable Object value, String what) {
        if (value instanceof List<?> list && list.stream().allMatch(Long.class::isInstance)) {
            return list.stream().mapToLong(element -> (Long) element).toArray();
        }
        throw new IllegalArgumentException(what + " is not a list of whole numbers.");
    }

    static FletchingException broken(Path file, @Nullable String what) {
        return new FletchingException(
                Kind.DATA, "safetensors", "The file '" + file + "' is not a safetensors file: " + what);
    }
}
