package io.fletching.data.internal;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Images and their labels, two files in IDX.
final class ImageFiles {
    private ImageFiles() {}

    /// Images whose labels lie where the usual naming puts them.
    static Examples read(Path path, InputStream in) throws IOException {
        IdxFile images = images(path, in);
        return labelled(path, images, labelsOf(path));
    }

    /// Images with labels of any name.
    static Examples read(Path path, InputStream in, Path labels) throws IOException {
        return labelled(path, images(path, in), labels);
    }

    /// Images of the shape and classes of earlier ones.
    static Examples readLike(Path path, Examples first, Examples.Grey like) {
        Examples read = InputFile.read(path, (in, _) -> read(path, in));
        var grey = (Examples.Grey) read.inputs();
        if (!grey.shape().equals(like.shape())) {
            throw Fault.data(
                    "data-shape",
                    "'" + path + "' holds images of " + grey.shape() + "; expected " + like.shape() + ", as in '"
                            + first.source() + "'.");
        }
        var known = (RawColumn.Codes) first.target();
        var found = (RawColumn.Codes) read.target();
        int[] codes = new int[found.rows()];
        for (int row = 0; row < codes.length; row++) {
            String label = found.values().get(found.codes()[row]);
            codes[row] = known.values().indexOf(label);
            if (codes[row] < 0) {
                throw FletchingException.unknown(
                        Kind.DATA,
                        "data-unknown-category",
                        "'" + path + "', row " + (row + 1) + " has the label '" + label + "', a class that '"
                                + first.source() + "' does not have.",
                        label,
                        "Classes",
                        known.values());
            }
        }
        return new Examples(read.source(), grey, new RawColumn.Codes(found.name(), codes, known.values()));
    }

    private static IdxFile images(Path path, InputStream in) throws IOException {
        IdxFile images = IdxFile.read(path.toString(), in);
        if (images.rowShape().isEmpty()) {
            throw Fault.data(
                    "data-idx",
                    "'" + path + "' holds one number a row, as labels do; expected images, of two or more dimensions.");
        }
        return images;
    }

    private static Examples labelled(Path path, IdxFile images, Path labelsPath) {
        IdxFile labels = InputFile.read(labelsPath, (in, _) -> IdxFile.read(labelsPath.toString(), in));
        if (!labels.rowShape().isEmpty()) {
            throw Fault.data(
                    "data-idx",
                    "'" + labelsPath + "' has rows of shape " + labels.rowShape()
                            + "; expected labels, one number a row.");
        }
        if (images.rows() != labels.rows()) {
            throw Fault.data(
                    "data-counts",
                    "'" + path + "' holds " + images.rows() + " images and '" + labelsPath + "' " + labels.rows()
                            + " labels; expected one label an image.");
        }
        return new Examples(
                path.toString(),
                new Examples.Grey(images.values(), images.rowShape()),
                RawColumn.Codes.ofLabels(labels.values()));
    }

    /// The labels beside a file of images: `images-idx3` becomes `labels-idx1`, packed or not.
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
}
