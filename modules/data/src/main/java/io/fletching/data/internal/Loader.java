package io.fletching.data.internal;

import io.fletching.data.DataOptions;
import io.fletching.data.LabelKind;
import io.fletching.data.Missing;
import io.fletching.data.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Examples from any source. What a file holds follows from its content, not from its name.
public final class Loader {
    private Loader() {}

    /// All examples of a source.
    public static Examples load(DataOptions options) {
        return switch (options.source()) {
            case Source.Glyphs glyphs -> {
                refuseTableOptions("glyphs", options);
                yield Generated.glyphs(glyphs.rows(), glyphs.seed());
            }
            case Source.Spirals spirals -> {
                refuseTableOptions("spirals", options);
                yield Generated.spirals(spirals);
            }
            case Source.Images(Path path, Path labels) ->
                InputFile.read(path, (in, head) -> {
                    if (IdxFile.startsLike(head)) {
                        refuseTableOptions(path.toString(), options);
                        return ImageFiles.read(path, in, labels);
                    }
                    refuseBinary(path, head);
                    throw Fault.user(
                            "data-option",
                            "'" + path + "' is a table, whose label is one of its columns: choose it with --label NAME"
                                    + " and leave out the labels file '" + labels + "'.");
                });
            case Source.File(Path path) ->
                InputFile.read(path, Source.GENERATED, (in, head) -> {
                    if (IdxFile.startsLike(head)) {
                        refuseTableOptions(path.toString(), options);
                        return ImageFiles.read(path, in);
                    }
                    refuseBinary(path, head);
                    return CsvTable.read(path.toString(), in, options);
                });
        };
    }

    /// The examples of a file that validates a training source: of the same columns, categories, shape and classes.
    public static Examples validation(Path path, DataOptions options, Examples training) {
        return switch (training.inputs()) {
            case Examples.Columns(List<RawColumn> inputs) -> {
                List<RawColumn> columns = new ArrayList<>(inputs);
                columns.add(training.target());
                yield InputFile.read(path, (in, head) -> {
                    if (IdxFile.startsLike(head)) {
                        throw Fault.data(
                                "data-shape",
                                "'" + path + "' is IDX; expected a table, as in '" + training.source() + "'.");
                    }
                    refuseBinary(path, head);
                    return CsvTable.readLike(path.toString(), in, options.missing(), training, columns);
                });
            }
            case Examples.Grey grey -> ImageFiles.readLike(path, training, grey);
        };
    }

    private static void refuseBinary(Path path, byte[] head) {
        for (byte b : head) {
            if (b == 0) {
                throw Fault.data(
                        "data-format",
                        "'" + path + "' is neither CSV in UTF-8 nor IDX; these are the formats that are read.");
            }
        }
    }

    private static void refuseTableOptions(String source, DataOptions options) {
        String option = "";
        if (!options.label().isEmpty()) {
            option = "a label column, '" + options.label() + "',";
        } else if (options.labelKind() != LabelKind.AUTO) {
            option = "a kind of label";
        } else if (!options.numeric().isEmpty()) {
            option = "numeric columns, " + options.numeric().stream().sorted().toList() + ",";
        } else if (options.missing() != Missing.ERROR) {
            option = "a rule for missing cells";
        }
        if (!option.isEmpty()) {
            throw Fault.user(
                    "data-option", "'" + source + "' is not a table: " + option + " cannot be chosen. Leave it out.");
        }
    }
}
