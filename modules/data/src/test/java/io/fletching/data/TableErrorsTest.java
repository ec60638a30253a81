package io.fletching.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every mistake in a table is one sentence that names the place. In the contents `|` stands for the end of a line.
class TableErrorsTest {
    @TempDir
    private Path path;

    private String refusal(String content, UnaryOperator<DataOptions> change) {
        Folder folder = new Folder(path);
        Path file = folder.csv("t.csv", content.replace("|", "\n"));
        return folder.refusal(change.apply(DataOptions.of(new Source.File(file)).withLabel("y")));
    }

    static Stream<Arguments> contents() {
        return Stream.of(
                arguments(
                        "a,y|1,1|b,2",
                        "data-not-a-number: 't.csv', row 2 (line 3), column 'a' is 'b'; expected a number, because its"
                                + " first value is '1'."),
                arguments(
                        "a,y|1,1||1d,2",
                        "data-not-a-number: 't.csv', row 2 (line 4), column 'a' is '1d'; expected a number, because its"
                                + " first value is '1'."),
                arguments(
                        "y,a|1,1|u,2",
                        "data-not-a-number: 't.csv', row 2 (line 3), column 'y' is 'u'; expected a number, because its"
                                + " first value is '1'."),
                arguments(
                        "a,y|1,1|NaN,2",
                        "data-not-finite: 't.csv', row 2 (line 3), column 'a' is 'NaN'; expected a finite number. Correct it or remove the row."),
                arguments(
                        "a,y|-Inf,1|2,2",
                        "data-not-finite: 't.csv', row 1 (line 2), column 'a' is '-Inf'; expected a finite number. Correct it or remove the row."),
                arguments(
                        "a,y|1,1|1e999,2",
                        "data-not-finite: 't.csv', row 2 (line 3), column 'a' is '1e999'; expected a finite number. Correct it or remove the row."),
                arguments(
                        "a,y|1,1|,2",
                        "data-empty-cell: 't.csv', row 2 (line 3), column 'a' is empty; expected a number. Fill it, or"
                                + " add --missing mean."),
                arguments(
                        "a,y|,1|1,2",
                        "data-empty-cell: 't.csv', row 1 (line 2), column 'a' is empty; expected a value. Fill it, or"
                                + " add --missing mean where the column holds numbers."),
                arguments(
                        "a,y|u,1| ,2",
                        "data-empty-cell: 't.csv', row 2 (line 3), column 'a' is empty; expected a category. Fill it:"
                                + " --missing mean replaces numbers alone."),
                arguments(
                        "a,y|1,1|2",
                        "data-ragged-row: 't.csv', row 2 (line 3): expected 2 cells, as in the header, got 1."),
                arguments(
                        "a,y|1,1,1|2,2",
                        "data-ragged-row: 't.csv', row 1 (line 2): expected 2 cells, as in the header, got 3."),
                arguments("a,y|", "data-no-rows: 't.csv' has a header and no rows."),
                arguments("", "data-empty: 't.csv' is empty."),
                arguments("||", "data-empty: 't.csv' is empty; expected a header row and rows below it."),
                arguments(
                        "a,y|1,1",
                        "data-too-few-rows: 't.csv' has one row; expected at least two, one of them to validate."),
                arguments("a,,y|1,1,1", "data-header: 't.csv', header: column 2 has no name. Name or remove it."),
                arguments("a,y,a|1,1,1", "data-header: 't.csv', header: two columns are named 'a'. Rename one."),
                arguments(
                        "a;y|1;1",
                        "data-header: 't.csv' has one column, 'a;y'; expected the label and at least one more,"
                                + " separated by commas."),
                arguments(
                        "a,y|1,u|2,u|3,u",
                        "data-one-class: 't.csv', label 'y' is 'u' in all 2 training rows; expected at least two"
                                + " classes."),
                arguments(
                        "a,y|1,u|2,v",
                        "data-one-class: 't.csv', label 'y' is 'u' in the only training row; expected at least two"
                                + " classes."),
                arguments(
                        "a,y|1e39,1|1e39,2|1e38,2",
                        "data-not-finite: 't.csv', row 3, column 'a' is 1.0E38, beyond the range of 32-bit numbers."
                                + " Rescale the column."),
                arguments(
                        "a,y|1,1e39|2,1e39|3,1e38",
                        "data-not-finite: 't.csv', row 3, column 'y' is 1.0E38, beyond the range of 32-bit numbers."
                                + " Rescale the column."),
                arguments(
                        "a,y|1,1|\"2,3|4,5",
                        "data-csv: 't.csv' is not proper CSV: Unclosed quoted field at end of input (record starting at"
                                + " line 3)."),
                arguments(
                        "a,y|1,\0",
                        "data-format: 't.csv' is neither CSV in UTF-8, Arrow, Parquet nor IDX; these are the"
                                + " formats that are read."));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void refusesContent(String content, String message) {
        assertThat(refusal(content, UnaryOperator.identity())).isEqualTo(message);
    }

    static Stream<Arguments> options() {
        return Stream.of(
                arguments(
                        change(o -> o.withLabel("")),
                        "data-no-label: 't.csv' needs a label: say which column to predict with --label NAME. Columns:"
                                + " [a, town, y]."),
                arguments(
                        change(o -> o.withLabel("Town")),
                        "data-unknown-column: 't.csv' has no column 'Town' to predict. Did you mean 'town'? Columns:"
                                + " [a, town, y]."),
                arguments(
                        change(o -> o.withNumeric(Set.of("twon"))),
                        "data-unknown-column: 't.csv' has no column 'twon' to read as numbers. Did you mean 'town'?"
                                + " Columns: [a, town, y]."),
                arguments(
                        change(o -> o.withNumeric(Set.of("town"))),
                        "data-not-a-number: 't.csv', row 1 (line 2), column 'town' is 'Ulm'; expected a number, because"
                                + " --numeric names the column."),
                arguments(
                        change(o -> o.withLabel("town").withLabelKind(LabelKind.NUMERIC)),
                        "data-not-a-number: 't.csv', row 1 (line 2), column 'town' is 'Ulm'; expected a number, because"
                                + " the label was chosen to be numeric."),
                arguments(
                        change(o -> o.withValidation(new Validation.Last(3))),
                        "data-validation: The validation rows are 'last:3', but 't.csv' has 3 rows; expected at most"
                                + " 2."),
                arguments(
                        change(o -> o.withSource(Source.glyphs())),
                        "data-option: 'glyphs' is not a table: a label column, 'y', cannot be chosen. Leave it out."),
                arguments(
                        change(o -> o.withSource(Source.spirals()).withLabel("").withNumeric(Set.of("b", "a"))),
                        "data-option: 'spirals' is not a table: numeric columns, [a, b], cannot be chosen. Leave it"
                                + " out."));
    }

    private static UnaryOperator<DataOptions> change(UnaryOperator<DataOptions> change) {
        return change;
    }

    @ParameterizedTest
    @MethodSource("options")
    void refusesOptions(UnaryOperator<DataOptions> change, String message) {
        assertThat(refusal("a,town,y|1,Ulm,1|2,Bonn,2|3,Ulm,3", change)).isEqualTo(message);
    }

    @Test
    void aLabelBeyondFloatsIsRefusedAsItIsAndWhereItsDeviationOverflows() {
        assertThat(refusal("a,y|1,1|2,1e39|3,1e39", o -> o.withStandardize(false)))
                .isEqualTo("data-not-finite: 't.csv', row 2, column 'y' is 1.0E39, beyond the range of 32-bit"
                        + " numbers. Rescale the column.");
        assertThat(refusal("a,y|1,1|2,1e200|3,1", UnaryOperator.identity()))
                .isEqualTo("data-not-finite: 't.csv', column 'y' has values too far apart for a deviation of 64 bits."
                        + " Rescale the column.");
        assertThat(refusal("a,y|1,1|2,1e39|3,1e39", UnaryOperator.identity())).isEqualTo("loaded");
    }

    @Test
    void theMeanReplacesNumbersAlone() {
        UnaryOperator<DataOptions> mean = o -> o.withMissing(Missing.MEAN);
        assertThat(refusal("a,y|u,1|,2", mean))
                .isEqualTo("data-empty-cell: 't.csv', row 2 (line 3), column 'a' is empty; expected a category. Fill"
                        + " it: --missing mean replaces numbers alone.");
        assertThat(refusal("a,y|,1|u,2", mean))
                .isEqualTo(
                        "data-empty-cell: 't.csv', row 1, column 'a' is empty, and the column is categorical,"
                                + " because its first value is 'u' in row 2. Fill the cell: --missing mean replaces numbers alone.");
        assertThat(refusal("a,y|1,|2,2", mean))
                .isEqualTo("data-empty-cell: 't.csv', row 1 (line 2), column 'y' is empty; expected a label. Fill it or"
                        + " remove the row.");
        assertThat(refusal("a,b,y|,1,1|,2,2", mean))
                .isEqualTo("data-empty-cell: 't.csv', column 'a' has no value in any row.");
        assertThat(refusal("a,y|,1|,2|3,3", mean.andThen(o -> o.withValidation(new Validation.Last(1)))::apply))
                .isEqualTo("data-empty-cell: 't.csv', column 'a' has no value in the training rows, so it has no mean."
                        + " Remove the column.");
    }

    @Test
    void aColumnThatTellsRowsApartIsNotOneHot() {
        String rows =
                IntStream.rangeClosed(0, 1_000).mapToObj(i -> "n" + i + "," + i).collect(Collectors.joining("|"));
        assertThat(refusal("name,y|" + rows, UnaryOperator.identity()))
                .isEqualTo(
                        "data-categories: 't.csv', column 'name' is categorical, because its first value is 'n0', and"
                                + " has more than 1000 different values. If it holds numbers, add --numeric name; if it tells"
                                + " rows apart, remove it.");
    }

    @Test
    void anotherFileMustHaveTheSameColumnsAndCategories() {
        String table = "a,town,y|1,Ulm,1|2,Bonn,2|3,Ulm,3";
        Folder folder = new Folder(path);
        assertThat(refusal(table, o -> other(o, folder, "a,y\n1,1\n")))
                .isEqualTo("data-columns: 'v.csv' lacks the column 'town' of 't.csv'; expected the columns [a, town,"
                        + " y].");
        assertThat(refusal(table, o -> other(o, folder, "a,town,y,z\n1,Ulm,1,1\n")))
                .isEqualTo("data-columns: 'v.csv' has a column 'z' that 't.csv' lacks; expected the columns [a, town,"
                        + " y].");
        assertThat(refusal(table, o -> other(o, folder, "a,town,y\n1,Ulm,1\n1,Born,1\n")))
                .isEqualTo("data-unknown-category: 'v.csv', row 2 (line 3), column 'town' is 'Born', a value that the"
                        + " training file does not have. Did you mean 'Bonn'? Values: [Bonn, Ulm].");
        assertThat(refusal(table, o -> other(o, folder, "\0\0\u0008\1")))
                .isEqualTo("data-shape: 'v.csv' is IDX; expected a table, as in 't.csv'.");
        assertThat(refusal(table, o -> other(o, folder, "a,town,y\nu,Ulm,1\n")))
                .isEqualTo("data-not-a-number: 'v.csv', row 1 (line 2), column 'a' is 'u'; expected a number, because"
                        + " the column is numeric in the training file.");
    }

    private static DataOptions other(DataOptions options, Folder folder, String content) {
        return options.withValidation(new Validation.File(folder.csv("v.csv", content)));
    }

    @Test
    void bytesThatAreNotTextAreRefusedAndNotReplaced() {
        Folder folder = new Folder(path);
        Path file = folder.write("latin.csv", "a,y\nK\u00f6ln,1\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(folder.refusal(DataOptions.of(new Source.File(file)).withLabel("y")))
                .isEqualTo("data-not-text: 'latin.csv' is not UTF-8 text; expected CSV in UTF-8.");
    }
}
