package io.fletching.arrow.internal;

import io.fletching.arrow.ArrowColumn;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.DictionaryEncoding;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Union;
import org.apache.arrow.flatbuf.UnionMode;

/// The schema of a file: its columns, how each is read, and what each takes of a record batch.
final class IpcSchema {
    /// Deeper than any schema of a table; a damaged one may have no end.
    private static final int DEEPEST = 32;

    /// The least that a field takes of the metadata.
    private static final int FIELD_BYTES = 16;

    /// More numbers than a cell of a table has, so that some rows always fit in memory.
    private static final int WIDEST = 1 << 24;

    private final IpcInput file;
    private final boolean unionsHaveNulls;
    private final List<IpcField> fields = new ArrayList<>();
    private final Map<Long, IpcField> dictionaries = new HashMap<>();
    private int fieldsLeft;

    /// @param bytes of the metadata that the schema is in
    /// @param version of the metadata: before 5 a union had a buffer for nulls
    IpcSchema(Schema schema, ByteBuffer bytes, int version, IpcInput file) {
        this.file = file;
        this.unionsHaveNulls = version < MetadataVersion.V5;
        this.fieldsLeft = bytes.capacity() / FIELD_BYTES;
        if (schema.endianness() != Endianness.Little) {
            throw file.unsupported(
                    "data-arrow", "has big-endian numbers, which are not read. Write it on a little-endian machine.");
        }
        for (int i = 0; i < schema.fieldsLength(); i++) {
            fields.add(field(schema.fields(i), 0));
        }
        if (fields.isEmpty()) {
            throw file.unsupported("data-arrow", "has no columns; expected a table. Write one with columns.");
        }
    }

    List<IpcField> fields() {
        return fields;
    }

    /// The values of each dictionary that some column names.
    Map<Long, IpcField> dictionaries() {
        return dictionaries;
    }

    private IpcField field(Field field, int depth) {
        if (depth > DEEPEST || fieldsLeft-- <= 0) {
            throw file.damaged("its schema has more fields than fit in it");
        }
        String name = field.name() == null ? "" : field.name();
        List<IpcField> children = new ArrayList<>();
        for (int i = 0; i < field.childrenLength(); i++) {
            children.add(field(field.children(i), depth + 1));
        }
        IpcField plain = plain(name, field, children);
        DictionaryEncoding coding = field.dictionary();
        if (coding == null) {
            return plain;
        }
        IpcField same = dictionaries.putIfAbsent(coding.id(), plain);
        if (same != null && !same.stored().equals(plain.stored())) {
            throw file.damaged(
                    "column '" + name + "' shares a dictionary of " + same.stored() + ", and has " + plain.stored());
        }
        Element positions = coding.indexType() == null ? Element.I32 : integer(coding.indexType());
        boolean simple = plain.reading().size() == 1 && plain.column().shape().isEmpty();
        return new IpcField(
                name,
                "dictionary of " + plain.stored(),
                simple
                        ? List.of(new Reading.Coded(
                                coding.id(), positions, plain.reading().getFirst()))
                        : List.of(),
                Layout.of(2));
    }

    private IpcField plain(String name, Field field, List<IpcField> children) {
        List<Layout> parts = children.stream().map(IpcField::layout).toList();
        return switch (field.typeType()) {
            case Type.Int -> {
                var type = (Int) field.type(new Int());
                Element element = integer(type);
                yield read(name, (type.isSigned() ? "int" : "uint") + type.bitWidth(), new Reading.Numbers(element));
            }
            case Type.FloatingPoint -> {
                short precision = ((FloatingPoint) field.type(new FloatingPoint())).precision();
                yield switch (precision) {
                    case Precision.HALF -> read(name, "float16", new Reading.Numbers(Element.F16));
                    case Precision.SINGLE -> read(name, "float32", new Reading.Numbers(Element.F32));
                    case Precision.DOUBLE -> read(name, "float64", new Reading.Numbers(Element.F64));
                    default -> throw file.damaged("column '" + name + "' has floats of an unknown precision");
                };
            }
            case Type.Decimal -> decimal(name, (Decimal) field.type(new Decimal()));
            case Type.Bool -> read(name, "bool", new Reading.Booleans());
            case Type.Utf8 -> new IpcField(name, "utf8", List.of(new Reading.Texts(Element.I32)), Layout.of(3));
            case Type.LargeUtf8 ->
                new IpcField(name, "large_utf8", List.of(new Reading.Texts(Element.I64)), Layout.of(3));
            case Type.Utf8View -> new IpcField(name, "utf8_view", List.of(new Reading.Views()), Layout.ofViews());
            case Type.FixedSizeList -> list(name, field, children);
            case Type.Null -> other(name, "null", Layout.of(0));
            case Type.Date -> other(name, "date", Layout.of(2));
            case Type.Time -> other(name, "time", Layout.of(2));
            case Type.Timestamp -> other(name, "timestamp", Layout.of(2));
            case Type.Interval -> other(name, "interval", Layout.of(2));
            case Type.Duration -> other(name, "duration", Layout.of(2));
            case Type.FixedSizeBinary -> other(name, "fixed_size_binary", Layout.of(2));
            case Type.Binary -> other(name, "binary", Layout.of(3));
            case Type.LargeBinary -> other(name, "large_binary", Layout.of(3));
            case Type.BinaryView -> other(name, "binary_view", Layout.ofViews());
            case Type.List -> other(name, "list", Layout.of(2, parts));
            case Type.LargeList -> other(name, "large_list", Layout.of(2, parts));
            case Type.Map -> other(name, "map", Layout.of(2, parts));
            case Type.ListView -> other(name, "list_view", Layout.of(3, parts));
            case Type.LargeListView -> other(name, "large_list_view", Layout.of(3, parts));
            case Type.Struct_ -> other(name, "struct", Layout.of(1, parts));
            case Type.RunEndEncoded -> other(name, "run_end_encoded", Layout.of(0, parts));
            case Type.Union -> {
                boolean dense = ((Union) field.type(new Union())).mode() == UnionMode.Dense;
                yield other(name, "union", Layout.of((unionsHaveNulls ? 1 : 0) + (dense ? 2 : 1), parts));
            }
            default ->
                throw file.damaged("column '" + name + "' has a type with the number " + field.typeType()
                        + ", which Arrow did not have");
        };
    }

    private Element integer(Int type) {
        boolean signed = type.isSigned();
        return switch (type.bitWidth()) {
            case 8 -> signed ? Element.I8 : Element.U8;
            case 16 -> signed ? Element.I16 : Element.U16;
            case 32 -> signed ? Element.I32 : Element.U32;
            case 64 -> signed ? Element.I64 : Element.U64;
            default -> throw file.damaged("a column has integers of " + type.bitWidth() + " bits");
        };
    }

    private IpcField decimal(String name, Decimal type) {
        // Powers of ten beyond a double's, which would take their time to compute.
        if (Math.abs((long) type.scale()) > 1000) {
            throw file.damaged("column '" + name + "' has decimals of scale " + type.scale());
        }
        return switch (type.bitWidth()) {
            case 32, 64, 128, 256 ->
                read(name, "decimal" + type.bitWidth(), new Reading.Decimals(type.bitWidth() / 8, type.scale()));
            default -> throw file.damaged("column '" + name + "' has decimals of " + type.bitWidth() + " bits");
        };
    }

    private IpcField list(String name, Field field, List<IpcField> children) {
        int size = ((FixedSizeList) field.type(new FixedSizeList())).listSize();
        if (size < 0 || children.size() != 1) {
            throw file.damaged("column '" + name + "' has lists of " + size + " values");
        }
        IpcField values = children.getFirst();
        Layout layout = Layout.of(1, List.of(values.layout()));
        boolean blocks = values.reading().stream().anyMatch(reading -> !(reading instanceof Reading.Coded))
                && values.column().type() == ArrowColumn.Type.NUMBER;
        String stored = "fixed_size_list of " + size + " " + values.stored();
        if (!blocks || size == 0 || size > WIDEST / values.column().width()) {
            return other(name, stored, layout);
        }
        List<Integer> shape = new ArrayList<>(List.of(size));
        shape.addAll(values.column().shape());
        var tensor = TensorExtension.of(field);
        if (tensor.isPresent()) {
            stored = tensor.get().name(values.stored());
            if (!tensor.get().isInOrder()) {
                return other(name, stored, layout);
            }
            shape = tensor.get().shape();
            if (shape.stream().anyMatch(n -> n < 1)
                    || shape.stream().mapToLong(n -> n).reduce(1, (a, b) -> Math.min(WIDEST + 1L, a * b))
                            != (long) size * values.column().width()) {
                throw file.damaged("column '" + name + "' has tensors of shape " + shape + " in lists of " + size);
            }
        }
        return new IpcField(
                name,
                stored,
                List.of(new Reading.Lists(size, shape, values.reading().getFirst())),
                layout);
    }

    /// A column of two buffers.
    private static IpcField read(String name, String stored, Reading reading) {
        return new IpcField(name, stored, List.of(reading), Layout.of(2));
    }

    private static IpcField other(String name, String stored, Layout layout) {
        return new IpcField(name, stored, List.of(), layout);
    }
}
