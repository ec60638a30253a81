package io.fletching.data.internal;

import io.fletching.data.DataOptions;
import io.fletching.data.LabelKind;
import io.fletching.data.Missing;
import io.fletching.data.Source;
import io.fletching.spi.FletchingException;
import java.nio.file.Files;
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
            case Source.Images(Path images, Path labels) -> {
                refuseTableOptions(images.toString(), options);
                yield images(images, idx(images), labels);
            }
            case Source.File(Path path) ->
                InputFile.read(path, (in, head) -> {
                    if (!IdxFile.startsLike(head)) {
                        refuseBinary(path, head);
                        return CsvTable.read(path.toString(), in, options);
                    }
                    refuseTableOptions(path.toString(), options);
                    return images(path, IdxFile.read(path.toString(), in), labelsOf(path));
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
                    refuseBinary(path, head);
                    return CsvTable.readLike(path.toString(), in, options.missing(), training, columns);
                });
            }
            case Examples.Grey grey -> imagesLike(path, training, grey);
        };
    }

    private static Examples imagesLike(Path path, Examples training, Examples.Grey like) {
        IdxFile images = idx(path);
        if (!images.rowShape().equals(like.shape())) {
            throw Fault.data(
                    "data-shape",
                    "'" + path + "' holds images of " + images.rowShape() + "; expected " + like.shape() + ", as in '"
                            + training.source() + "'.");
        }
        Examples read = images(path, images, labelsOf(path));
        var known = (RawColumn.Codes) training.target();
        var found = (RawColumn.Codes) read.target();
        int[] codes = new int[found.rows()];
        for (int row = 0; row < codes.length; row++) {
            String label = found.values().get(found.codes()[row]);
            codes[row] = known.values().indexOf(label);
            if (codes[row] < 0) {
                throw FletchingException.unknown(
                        FletchingException.Kind.DATA,
                        "data-unknown-category",
                        "'" + path + "', row " + (row + 1) + " has the label '" + label + "', a class that '"
                                + training.source() + "' does not have.",
                        label,
                        "Classes",
                        known.values());
            }
        }
        return new Examples(read.source(), read.inputs(), new RawColumn.Codes(found.name(), codes, known.values()));
    }

    private static Examples images(Path path, IdxFile images, Path labelsPath) {
        if (images.rowShape().isEmpty()) {
            throw Fault.data(
                    "data-idx",
                    "'" + path + "' holds one number a row, as labels do; expected images, of two or more dimensions.");
        }
        IdxFile labels = idx(labelsPath);
        if (!labels.rowShape().isEmpty()) {
            throw Fault.data(
                    "data-idx",
                    "'" + labelsPath + "' holds " + labels.rowShape() + " numbers a row; expected labels, one a row.");
        }
        if (images.rows() != labels.rows()) {
            throw Fault.data(
                    "data-counts",
                    "'" + path + "' holds " + images.rows() + " images and '" + labelsPath + "' " + labels.rows()
                            + " labels; expected as many.");
        }
        return new Examples(
                path.toString(),
                new Examples.Grey(images.values(), images.rowShape()),
                RawColumn.Codes.ofLabels(labels.values()));
    }

    private static IdxFile idx(Path path) {
        return InputFile.read(path, (in, _) -> IdxFile.read(path.toString(), in));
    }

    /// The labels beside a file of images, by the usual naming: `images-idx3` becomes `labels-idx1`.
    private static Path labelsOf(Path images) {
        String name = images.getFileName().toString();
        String labels = name.replace("images", "labels").replaceFirst("idx[0-9]", "idx1");
        if (labels.equals(name)) {
            throw Fault.user(
                    "data-no-labels",
                    "'" + images + "' holds images, and its name does not say where their labels are; add --labels"
                            + " FILE.");
        }
        String other = labels.endsWith(".gz") ? labels.substring(0, labels.length() - 3) : labels + ".gz";
        for (String candidate : List.of(labels, other)) {
            Path path = images.resolveSibling(candidate);
            if (Files.exists(path)) {
                return path;
            }
        }
        throw Fault.user(
                "data-no-labels",
                "'" + images + "' holds images, and their labels '" + images.resolveSibling(labels)
                        + "' do not exist; add --labels FILE.");
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
