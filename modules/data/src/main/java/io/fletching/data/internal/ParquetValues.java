package io.fletching.data.internal;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.Validity;
import dev.hardwood.schema.SchemaNode.PrimitiveNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// How the values of a Parquet column become cells.
///
/// @param scale of decimals: the digits behind the point
record ParquetValues(Kind kind, int scale) {
    /// A physical type and what it stands for.
    enum Kind {
        INT,
        UNSIGNED_INT,
        LONG,
        UNSIGNED_LONG,
        FLOAT,
        DOUBLE,
        HALF,
        INT_DECIMAL,
        LONG_DECIMAL,
        BINARY_DECIMAL,
        BOOLEAN,
        TEXT,
        OTHER
    }

    private static final char REPLACEMENT = '\uFFFD';

    static ParquetValues of(PrimitiveNode node) {
        LogicalType logical = node.logicalType();
        int scale = logical instanceof LogicalType.DecimalType decimal ? decimal.scale() : 0;
        return new ParquetValues(logical == null ? plain(node) : logical(node, logical), scale);
    }

    private static Kind plain(PrimitiveNode node) {
        return switch (node.type()) {
            case INT32 -> Kind.INT;
            case INT64 -> Kind.LONG;
            case FLOAT -> Kind.FLOAT;
            case DOUBLE -> Kind.DOUBLE;
            case BOOLEAN -> Kind.BOOLEAN;
            case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> Kind.OTHER;
        };
    }

    private static Kind logical(PrimitiveNode node, LogicalType logical) {
        return switch (logical) {
            case LogicalType.IntType type ->
                switch (node.type()) {
                    case INT32 -> type.isSigned() ? Kind.INT : Kind.UNSIGNED_INT;
                    case INT64 -> type.isSigned() ? Kind.LONG : Kind.UNSIGNED_LONG;
                    default -> Kind.OTHER;
                };
            case LogicalType.DecimalType decimal ->
                switch (node.type()) {
                    case INT32 -> Kind.INT_DECIMAL;
                    case INT64 -> Kind.LONG_DECIMAL;
                    case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> Kind.BINARY_DECIMAL;
                    default -> Kind.OTHER;
                };
            case LogicalType.Float16Type half -> Kind.HALF;
            case LogicalType.StringType text -> Kind.TEXT;
            case LogicalType.EnumType word -> Kind.TEXT;
            case LogicalType.JsonType json -> Kind.TEXT;
            default -> Kind.OTHER;
        };
    }

    Field.Type type() {
        return switch (kind) {
            case BOOLEAN, TEXT -> Field.Type.TEXT;
            case OTHER -> Field.Type.OTHER;
            default -> Field.Type.NUMBER;
        };
    }

    /// All values of a batch, in order.
    Cells cells(ColumnReader reader, ParquetPlace place) {
        int count = reader.getValueCount();
        Validity there = reader.getLeafValidity();
        return switch (kind) {
            case TEXT -> new Cells.Texts(texts(reader, count, there, place));
            case BOOLEAN -> new Cells.Texts(words(reader.getBooleans(), count, there));
            default -> numbers(reader, count, there);
        };
    }

    private Cells numbers(ColumnReader reader, int count, Validity there) {
        boolean[] missing = new boolean[there.hasNulls() ? count : 0];
        for (int i = 0; i < missing.length; i++) {
            missing[i] = there.isNull(i);
        }
        double[] values = new double[count];
        switch (kind) {
            case INT -> Arrays.setAll(values, i -> reader.getInts()[i]);
            case UNSIGNED_INT -> Arrays.setAll(values, i -> reader.getInts()[i] & 0xFFFFFFFFL);
            case LONG -> Arrays.setAll(values, i -> reader.getLongs()[i]);
            case UNSIGNED_LONG -> Arrays.setAll(values, i -> unsigned(reader.getLongs()[i]));
            case FLOAT -> Arrays.setAll(values, i -> reader.getFloats()[i]);
            case DOUBLE -> System.arraycopy(reader.getDoubles(), 0, values, 0, count);
            case INT_DECIMAL -> Arrays.setAll(values, i -> decimal(BigInteger.valueOf(reader.getInts()[i])));
            case LONG_DECIMAL -> Arrays.setAll(values, i -> decimal(BigInteger.valueOf(reader.getLongs()[i])));
            case HALF, BINARY_DECIMAL -> binary(reader, values, missing);
            case BOOLEAN, TEXT, OTHER -> throw new IllegalStateException(kind + " is no number.");
        }
        for (int i = 0; i < missing.length; i++) {
            if (missing[i]) {
                values[i] = Double.NaN;
            }
        }
        return new Cells.Numbers(values, missing);
    }

    private void binary(ColumnReader reader, double[] values, boolean[] missing) {
        byte[] bytes = reader.getBinaryValues();
        int[] ends = reader.getBinaryOffsets();
        for (int i = 0; i < values.length; i++) {
            if (missing.length == 0 || !missing[i]) {
                int length = ends[i + 1] - ends[i];
                values[i] = kind == Kind.HALF
                        ? Float.float16ToFloat(ByteBuffer.wrap(bytes, ends[i], length)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getShort())
                        : decimal(new BigInteger(bytes, ends[i], length));
            }
        }
    }

    private double decimal(BigInteger digits) {
        return new BigDecimal(digits, scale).doubleValue();
    }

    private static double unsigned(long value) {
        // Half of it, with a last bit that still tells which way to round.
        return value >= 0 ? value : ((value >>> 1) | (value & 1)) * 2.0;
    }

    private static String[] words(boolean[] values, int count, Validity there) {
        String[] words = new String[count];
        for (int i = 0; i < count; i++) {
            words[i] = there.isNull(i) ? "" : values[i] ? "true" : "false";
        }
        return words;
    }

    private static String[] texts(ColumnReader reader, int count, Validity there, ParquetPlace place) {
        byte[] bytes = reader.getBinaryValues();
        int[] ends = reader.getBinaryOffsets();
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            int length = ends[i + 1] - ends[i];
            texts[i] = there.isNull(i) ? "" : new String(bytes, ends[i], length, StandardCharsets.UTF_8);
            if (texts[i].indexOf(REPLACEMENT) >= 0) {
                requireText(ByteBuffer.wrap(bytes, ends[i], length), i, place);
            }
        }
        return texts;
    }

    /// The character for what is no character is in a text itself, or its bytes are none.
    private static void requireText(ByteBuffer bytes, int row, ParquetPlace place) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
        } catch (CharacterCodingException e) {
            throw place.fault("data-not-text", row, "the text is not UTF-8. Write it in UTF-8.");
        }
    }
}
