package io.fletching.data.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Images and their labels, two files in IDX, as a table: a column of grey levels and one of labels.
final class ImageFiles implements Table {
    private static final String STORED = "uint8";

    /// How many pixels a block has, about.
    private static final int PIXELS = 1 << 18;

    private final Path path;
    private final IdxFile images;

    /// One a row; none where there is no file of labels.
    private final byte[] labels;

    private ImageFiles(Path path, IdxFile images, byte[] labels) {
        this.path = path;
        this.images = images;
        this.labels = labels;
    }

    /// Images with their labels.
    ///
    /// @param labels the file of labels; null where it is the one that the usual naming puts beside the images
    static Table open(Path path, @Nullable Path labels) {
        IdxFile images = images(path);
        return new ImageFiles(path, images, labels(path, images, labels == null ? labelsBeside(path) : labels));
    }

    /// Images whose labels do not matter.
    static Table openUnlabelled(Path path) {
        return new ImageFiles(path, images(path), new byte[0]);
    }

    /// Images with their labels where these are named or exist.
    static Table openAny(Path path, @Nullable Path labels) {
        boolean labelled = labels != null
                || usualLabels(path).flatMap(ImageFiles::existing).isPresent();
        return labelled ? open(path, labels) : openUnlabelled(path);
    }

    private static IdxFile images(Path path) {
        IdxFile images = InputFile.read(path, (in, _) -> IdxFile.read(path.toString(), in));
        if (images.rowShape().isEmpty()) {
            throw Fault.data(
                    "data-idx",
                    "'" + path + "' holds one number a row, as labels do; expected images, of two or more dimensions.");
        }
        return images;
    }

    private static byte[] labels(Path path, IdxFile images, Path labelsPath) {
        return InputFile.read(labelsPath, (in, _) -> {
            IdxFile labels = IdxFile.read(labelsPath.toString(), in);
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
            byte[] values = labels.values(in, 0, labels.rows());
            labels.requireEnd(in);
            return values;
        });
    }

    private static Path labelsBeside(Path path) {
        Path usual = usualLabels(path)
                .orElseThrow(() -> Fault.user(
                        "data-no-labels",
                        "'" + path + "' holds images, and its name does not say where their labels are; add --labels"
                                + " FILE."));
        return existing(usual)
                .orElseThrow(() -> Fault.user(
                        "data-no-labels",
                        "'" + path + "' holds images, and their labels '" + usual
                                + "' do not exist; add --labels FILE."));
    }

    /// The labels beside a file of images: `images-idx3` becomes `labels-idx1`. None where the name says nothing.
    private static Optional<Path> usualLabels(Path images) {
        String name = images.getFileName().toString();
        String labels = name.replace("images", "labels").replaceFirst("idx[0-9]", "idx1");
        return labels.equals(name) ? Optional.empty() : Optional.of(images.resolveSibling(labels));
    }

    /// A file, or the same one packed or unpacked.
    private static Optional<Path> existing(Path path) {
        String name = path.getFileName().toString();
        String other = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name + ".gz";
        return List.of(path, path.resolveSibling(other)).stream()
                .filter(Files::exists)
                .findFirst();
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public List<Field> fields() {
        Field pixels = new Field("pixel", Field.Type.LEVELS, images.rowShape(), STORED);
        return labels.length == 0 ? List.of(pixels) : List.of(pixels, Field.of("label", Field.Type.NUMBER, STORED));
    }

    @Override
    public void scan(Predicate<Field> wanted, Consumer<Block> each) {
        InputFile.read(path, (in, _) -> {
            IdxFile now = IdxFile.read(path.toString(), in);
            int most = Math.max(1, PIXELS / now.rowSize());
            for (long at = 0; at < now.rows(); at += most) {
                int row = (int) at;
                int rows = Math.min(most, now.rows() - row);
                Cells pixels = new Cells.Levels(now.values(in, row, rows));
                each.accept(Block.of(
                        path.toString(),
                        row,
                        rows,
                        labels.length == 0 ? List.of(pixels) : List.of(pixels, labels(row, rows))));
            }
            now.requireEnd(in);
            return now;
        });
    }

    private Cells labels(int first, int rows) {
        double[] values = new double[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = Byte.toUnsignedInt(labels[first + row]);
        }
        return new Cells.Numbers(values, new boolean[0]);
    }
}
