package io.fletching.data.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.spi.FletchingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that another implementation wrote (`make.py`, beside them) hold what it put there.
class ParquetTableTest {
    private static final String TEXT = "a text of more than twelve bytes";

    private final Table types = open("types");

    private static Table open(String name) {
        return ParquetTable.open(ScannedTable.resource(name + ".parquet"));
    }

    private List<String> column(String name) {
        return ScannedTable.column(types, name);
    }

    @Test
    void everyTypeIsReadOrNamed() {
        Map<String, String> found = new LinkedHashMap<>();
        types.fields()
                .forEach(field -> found.put(field.name(), field.type() + " " + field.shape() + " " + field.stored()));
        assertThat(found)
                .containsEntry("int8", "NUMBER [] int_8")
                .containsEntry("float16", "NUMBER [] float16")
                .containsEntry("float32", "NUMBER [] float")
                .containsEntry("decimal30", "NUMBER [] decimal(30, 3)")
                .containsEntry("bool", "TEXT [] boolean")
                .containsEntry("utf8", "TEXT [] string")
                .containsEntry("list_float32", "NUMBER [3] list of float")
                .containsEntry("list_with_nulls", "NUMBER [2] list of int_16")
                .containsEntry("tensor", "NUMBER [6] list of float")
                .containsEntry("texts", "OTHER [] list of string")
                .containsEntry("lists_of_lists", "OTHER [] list")
                .containsEntry("timestamp", "OTHER [] timestamp(micros, local)")
                .containsEntry("date", "OTHER [] date")
                .containsEntry("binary", "OTHER [] byte_array")
                .containsEntry("map", "OTHER [] map")
                .containsEntry("struct", "OTHER [] struct")
                .hasSize(33);
    }

    @Test
    void numbersAreTheNearestDoubles() {
        assertThat(column("int8"))
                .containsExactly("-5.0", "null", "-3.0", "-2.0", "null", "0.0", "1.0", "null", "3.0", "4.0", "null");
        assertThat(column("int16")).startsWith("-1500.0").endsWith("1500.0");
        assertThat(column("int32")).startsWith("-350000.0").endsWith("350000.0");
        assertThat(column("int64"))
                .startsWith("9.007199254740992E15", "-9.223372036854776E18", "9.223372036854776E18", "-2.0");
        assertThat(column("uint8")).startsWith("0.0").endsWith("200.0");
        assertThat(column("uint16")).endsWith("60010.0");
        assertThat(column("uint32")).endsWith("4.00000001E9");
        assertThat(column("uint64")).startsWith("1.8446744073709552E19", "" + (0x1p63 + 2048), "" + 0x1p63, "3.0");
        assertThat(column("float16")).startsWith("-1.25").endsWith("1.25");
        assertThat(column("float32")).startsWith("NaN", "Infinity", "null", "-0.25");
        assertThat(column("float64")).startsWith("-0.5", "null", "-0.3");
        assertThat(column("decimal9")).startsWith("-0.5", "-0.4");
        assertThat(column("decimal18")).startsWith("-0.05", "null", "-0.03");
        assertThat(column("decimal30")).startsWith("-0.005", "-0.004");
        assertThat(column("last")).endsWith("8.0", "9.0", "10.0");
    }

    @Test
    void textsAreReadInEveryEncoding() {
        List<String> holes = List.of("", "", TEXT, "Äpfel", "", "x", "yy", "", "pear", "q", "");
        assertThat(column("utf8")).isEqualTo(holes);
        assertThat(column("dictionary")).isEqualTo(holes);
        assertThat(column("large_utf8")).contains("東京").hasSize(11);
        assertThat(column("bool"))
                .containsExactly("true", "", "true", "false", "", "false", "true", "", "true", "false", "");
    }

    @Test
    void listsOfOneLengthAreBlocks() {
        assertThat(column("list_float32")).startsWith("[0.0, 0.5, 1.0]").endsWith("[15.0, 15.5, 16.0]");
        assertThat(column("list_with_nulls")).startsWith("[1.0, 2.0]", "null", "null", "[-2.0, 2.0]");
        assertThat(column("list")).startsWith("[-5.0, -4.5]").endsWith("[5.0, 5.5]");
        assertThat(column("tensor")).startsWith("[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]");
    }

    @Test
    void aListOfAnotherLengthIsNamed() {
        assertThatThrownBy(() -> column("uneven"))
                .isInstanceOf(FletchingException.class)
                .hasMessage("'" + types.name() + "', row 8, column 'uneven': a list of 2 numbers; expected 1, as in the"
                        + " first row. Make all lists equally long, or leave the column out.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4", "pages", "encodings", "indexed", "pages_snappy"})
    void everyCodecAndEncodingIsUnpacked(String name) {
        Table table = open(name);
        List<List<String>> columns = ScannedTable.all(table);
        assertThat(columns.get(0)).hasSize(300).startsWith("0.0", "0.25").endsWith("1.25");
        assertThat(columns.get(1)).hasSize(300).startsWith("text 0", "text 1").endsWith("text 4");
        assertThat(columns.get(2)).hasSize(300).startsWith("null", "37.0");
        assertThat(columns.get(3)).hasSize(300).startsWith("[0.0, 1.0, 2.0, 3.0]", "[4.0, 0.0, 1.0, 2.0]");
        assertThat(columns).isEqualTo(ScannedTable.all(open("none")));
    }

    @Test
    void aLibraryThatIsMissingIsNamed() {
        assertThatThrownBy(() -> open("brotli"))
                .isInstanceOf(FletchingException.class)
                .hasMessage("'" + ScannedTable.resource("brotli.parquet") + "' is compressed by BROTLI, and the library"
                        + " for it is missing. Add com.aayushatharva.brotli4j:brotli4j to the class path, or to the"
                        + " module path with '--add-modules com.aayushatharva.brotli4j'; or write the file with Snappy"
                        + " or ZSTD.");
    }

    @Test
    void onlyWhatIsWantedIsRead() {
        assertThat(ScannedTable.all(types, "last").stream().filter(cells -> !cells.isEmpty()))
                .hasSize(1);
        int[] rows = {0};
        types.scan(field -> false, block -> rows[0] += block.rows());
        assertThat(rows[0]).isEqualTo(11);
    }

    @Test
    void aTableWithoutRowsHasColumns() {
        assertThat(ScannedTable.all(open("empty")))
                .hasSize(33)
                .allSatisfy(cells -> assertThat(cells).isEmpty());
    }
}
