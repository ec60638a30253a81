package io.fletching.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.spi.FletchingException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that another implementation wrote (`make.py`, beside them) hold what it put there.
class ArrowFileTest {
    private static final Path TYPES = ReadColumns.resource("types.arrow");
    private static final String TEXT = "a text of more than twelve bytes";

    @Test
    void everyTypeIsReadOrNamed() {
        Map<String, String> types = new LinkedHashMap<>();
        for (ArrowColumn column : ArrowFile.open(TYPES).columns()) {
            types.put(column.name(), column.type() + " " + column.shape() + " " + column.stored());
        }
        assertThat(types)
                .containsEntry("int8", "NUMBER [] int8")
                .containsEntry("uint64", "NUMBER [] uint64")
                .containsEntry("float16", "NUMBER [] float16")
                .containsEntry("decimal256", "NUMBER [] decimal256")
                .containsEntry("bool", "TEXT [] bool")
                .containsEntry("utf8_view", "TEXT [] utf8_view")
                .containsEntry("dictionary", "TEXT [] dictionary of utf8")
                .containsEntry("dictionary_of_numbers", "NUMBER [] dictionary of float64")
                .containsEntry("list_float32", "NUMBER [3] fixed_size_list of 3 float32")
                .containsEntry("list_of_lists", "NUMBER [2, 2] fixed_size_list of 2 fixed_size_list of 2 float64")
                .containsEntry("tensor", "NUMBER [2, 3] arrow.fixed_shape_tensor [2, 3] of float32")
                .containsEntry("tensor_in_order", "NUMBER [2, 3] arrow.fixed_shape_tensor [2, 3] of float64")
                .containsEntry(
                        "tensor_turned", "OTHER [] arrow.fixed_shape_tensor [2, 3] of float32 with permutation [1, 0]")
                .containsEntry("timestamp", "OTHER [] timestamp")
                .containsEntry("list", "OTHER [] list")
                .containsEntry("dense_union", "OTHER [] union")
                .hasSize(39);
        assertThat(types.values().stream().filter(type -> type.startsWith("OTHER")))
                .hasSize(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"types.arrow", "types.arrows"})
    void numbersAreTheNearestDoubles(String name) {
        Path file = ReadColumns.resource(name);
        assertThat(ReadColumns.one(file, "int8"))
                .containsExactly("-5.0", "null", "-3.0", "-2.0", "null", "0.0", "1.0", "null", "3.0", "4.0", "null");
        assertThat(ReadColumns.one(file, "int16")).startsWith("-1500.0").endsWith("1500.0");
        assertThat(ReadColumns.one(file, "int32")).startsWith("-350000.0").endsWith("350000.0");
        assertThat(ReadColumns.one(file, "int64"))
                .startsWith("9.007199254740992E15", "-9.223372036854776E18", "9.223372036854776E18", "-2.0");
        assertThat(ReadColumns.one(file, "uint8")).startsWith("0.0").endsWith("200.0");
        assertThat(ReadColumns.one(file, "uint16")).endsWith("60200.0");
        assertThat(ReadColumns.one(file, "uint32")).endsWith("4.0000002E9");
        assertThat(ReadColumns.one(file, "uint64"))
                .startsWith("1.8446744073709552E19", "" + (0x1p63 + 2048), "" + 0x1p63, "60.0");
        assertThat(ReadColumns.one(file, "float16")).startsWith("-1.25").endsWith("1.25");
        assertThat(ReadColumns.one(file, "float32")).startsWith("NaN", "Infinity", "null", "-0.25");
        assertThat(ReadColumns.one(file, "float64")).startsWith("-0.5", "null", "-0.3");
        assertThat(ReadColumns.one(file, "decimal32")).startsWith("-0.5", "-0.4");
        assertThat(ReadColumns.one(file, "decimal64")).startsWith("-0.05", "-0.04");
        assertThat(ReadColumns.one(file, "decimal128")).startsWith("-0.005", "null", "-0.003");
        assertThat(ReadColumns.one(file, "decimal256")).startsWith("-5.0E50", "-4.0E50");
        assertThat(ReadColumns.one(file, "last")).endsWith("8.0", "9.0", "10.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"types.arrow", "types.arrows"})
    void textsAreReadInEveryEncoding(String name) {
        Path file = ReadColumns.resource(name);
        assertThat(ReadColumns.one(file, "bool"))
                .containsExactly("true", "", "true", "false", "", "false", "true", "", "true", "false", "");
        assertThat(ReadColumns.one(file, "large_utf8"))
                .containsExactly("", "pear", TEXT, "Äpfel", "東京 is a longer text", "x", "yy", "z", "pear", "q", "r");
        List<String> holes = List.of("", "", TEXT, "Äpfel", "", "x", "yy", "", "pear", "q", "");
        assertThat(ReadColumns.one(file, "utf8")).isEqualTo(holes);
        assertThat(ReadColumns.one(file, "utf8_view")).isEqualTo(holes);
        assertThat(ReadColumns.one(file, "dictionary")).isEqualTo(holes);
        assertThat(ReadColumns.one(file, "dictionary_of_numbers"))
                .startsWith("0.5", "null", "2.5", "0.5")
                .endsWith("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"types.arrow", "types.arrows"})
    void blocksKeepTheirShape(String name) {
        Path file = ReadColumns.resource(name);
        assertThat(ReadColumns.one(file, "list_float32"))
                .startsWith("[0.0, 0.5, 1.0]")
                .endsWith("[15.0, 15.5, 16.0]");
        assertThat(ReadColumns.one(file, "list_with_nulls")).startsWith("[1.0, 2.0]", "null", "null", "[-2.0, 2.0]");
        assertThat(ReadColumns.one(file, "list_of_lists")).startsWith("[-5.0, -4.0, -3.0, -2.0]");
        assertThat(ReadColumns.one(file, "tensor"))
                .startsWith("[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]", "[6.0, 7.0, 8.0, 9.0, 10.0, 11.0]");
        assertThat(ReadColumns.one(file, "tensor_in_order")).isEqualTo(ReadColumns.one(file, "tensor"));
    }

    @Test
    void aFileAndAStreamAreTheSame() {
        assertThat(ReadColumns.all(ReadColumns.resource("types.arrows"))).isEqualTo(ReadColumns.all(TYPES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lz4.arrow", "zstd.arrow", "zstd.arrows"})
    void packedBuffersAreUnpacked(String name) {
        Map<String, List<String>> columns = ReadColumns.all(ReadColumns.resource(name));
        String text = "a text that is the same in every row";
        assertThat(columns.get("text")).isEqualTo(Collections.nCopies(300, text));
        assertThat(columns.get("view")).isEqualTo(Collections.nCopies(300, text));
        assertThat(columns.get("number")).hasSize(300).startsWith("0.0", "0.25").endsWith("1.25");
        assertThat(columns.get("block"))
                .hasSize(300)
                .startsWith("[0.0, 1.0, 2.0, 3.0]", "[4.0, 0.0, 1.0, 2.0]")
                .endsWith("[1.0, 2.0, 3.0, 4.0]");
    }

    @Test
    void dictionariesGrowAndAreReplaced() {
        assertThat(ReadColumns.one(ReadColumns.resource("delta.arrows"), "color"))
                .containsExactly("red", "green", "red", "blue", "", "green");
        assertThat(ReadColumns.one(ReadColumns.resource("replaced.arrows"), "color"))
                .containsExactly("red", "green", "red", "blue", "", "green", "black", "black", "black");
    }

    @Test
    void aTableWithoutRowsHasColumns() {
        assertThat(ReadColumns.all(ReadColumns.resource("empty.arrow")))
                .hasSize(27)
                .allSatisfy((name, values) -> assertThat(values).isEmpty());
    }

    @Test
    void aColumnThatIsNotReadIsRefusedWhereItIsAskedFor() {
        ArrowFile file = ArrowFile.open(TYPES);
        int timestamp = file.columns().stream().map(ArrowColumn::name).toList().indexOf("timestamp");
        assertThatThrownBy(() -> file.scan(new int[] {timestamp}, rows -> {}))
                .isInstanceOf(FletchingException.class)
                .hasMessage("'" + TYPES + "' has a column 'timestamp' of type timestamp, which is not read; expected"
                        + " numbers or texts. Leave it out, or cast it.");
    }
}
