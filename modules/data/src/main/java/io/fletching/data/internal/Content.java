package io.fletching.data.internal;

import io.fletching.data.DataOptions;
import io.fletching.data.LabelKind;
import io.fletching.data.Missing;
import io.fletching.data.Source;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A source, opened: no row has been read. What a file holds follows from its content, not from its name.
///
/// @param label the column that is the label by nature, as in images and generated sets; empty for a table of the user
/// @param classes the values of that label that are known beforehand; none where the rows say them
record Content(Table table, String label, List<String> classes) {

    private static Content images(Table table) {
        return new Content(
                table, table.fields().size() > 1 ? table.fields().getLast().name() : "", List.of());
    }

    private static Content of(Generated set) {
        return new Content(set, set.fields().getLast().name(), set.classes());
    }

    /// Opens images.
    interface Opener {
        /// The table of a file of images.
        ///
        /// @param labels the file of labels that was named; null where none was
        Table open(Path images, @Nullable Path labels);
    }

    /// Opens the source that the options name, for training.
    static Content open(DataOptions options) {
        return open(options.source(), (images, labels) -> {
            refuseTableOptions(images.toString(), options);
            return ImageFiles.open(images, labels);
        });
    }

    /// Opens a source as examples or a file.
    static Content open(Source source, Opener images) {
        return switch (source) {
            case Source.Glyphs glyphs -> of(Generated.glyphs(glyphs));
            case Source.Spirals spirals -> of(Generated.spirals(spirals));
            case Source.Images(Path path, Path labels) -> {
                if (InputFile.format(path, List.of()) != Format.IDX) {
                    throw Fault.user(
                            "data-option",
                            "'" + path + "' is a table, whose label is one of its columns: choose it with --label NAME"
                                    + " and leave out the labels file '" + labels + "'.");
                }
                yield images(images.open(path, labels));
            }
            case Source.File(Path path) -> open(path, Source.GENERATED, images);
            case Source.Files files -> open(files);
        };
    }

    /// Opens a source that cannot be a generated set.
    static Content openFile(Source source, Opener images) {
        return source instanceof Source.File(Path path) ? open(path, List.of(), images) : open(source, images);
    }

    private static Content open(Path path, List<String> sets, Opener images) {
        Format format = InputFile.format(path, sets);
        return format == Format.IDX
                ? images(images.open(path, null))
                : new Content(Tables.open(path, format), "", List.of());
    }

    private static Content open(Source.Files files) {
        List<Table> tables = new ArrayList<>();
        for (Path path : files.paths()) {
            Content content = open(path, List.of(), (images, _) -> {
                throw Fault.user(
                        "data-option",
                        "'" + images + "' holds images; several files, '" + files.name()
                                + "', must be tables. Name one file.");
            });
            tables.add(content.table());
        }
        return new Content(JoinedTable.of(files.name(), tables), "", List.of());
    }

    boolean images() {
        return table.fields().getFirst().type() == Field.Type.LEVELS;
    }

    /// The column to predict: the source's own, or the one that the options name.
    ///
    /// @throws FletchingException of kind `USER` where an option names no column, or does not fit the source
    String label(DataOptions options) {
        if (!label.isEmpty()) {
            refuseTableOptions(table.name(), options);
            return label;
        }
        List<String> names = JoinedTable.names(table);
        if (names.size() == 1) {
            String apart = table.fields().getFirst().type() == Field.Type.OPEN ? ", separated by commas" : "";
            throw Fault.data(
                    "data-header",
                    "'" + table.name() + "' has one column, '" + names.getFirst()
                            + "'; expected the label and at least one more" + apart + ".");
        }
        if (options.label().isEmpty()) {
            throw Fault.user(
                    "data-no-label",
                    "'" + table.name() + "' needs a label: say which column to predict with --label NAME. Columns: "
                            + names + ".");
        }
        requireColumn(options.label(), "to predict");
        options.numeric().stream().sorted().forEach(name -> requireColumn(name, "to read as numbers"));
        return options.label();
    }

    /// @param what for, to follow the name of the column
    void requireColumn(String name, String what) {
        List<String> names = JoinedTable.names(table);
        if (!names.contains(name)) {
            throw FletchingException.unknown(
                    Kind.USER,
                    "data-unknown-column",
                    "'" + table.name() + "' has no column '" + name + "' " + what + ".",
                    name,
                    "Columns",
                    names);
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
