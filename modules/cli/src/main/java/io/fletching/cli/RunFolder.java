package io.fletching.cli;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// The folder of a run: `run.yaml`, `run.jsonl`, `model.safetensors` and a checkpoint. It comes into being with
/// the event `start`, when nothing is left that the command line could have wrong.
final class RunFolder implements Reporter, AutoCloseable {
    /// The file that repeats a run.
    static final String RECIPE = "run.yaml";

    private static final String EVENTS = "run.jsonl";

    private final Path place;
    private final @Nullable String series;
    private volatile @Nullable Path path;
    private volatile @Nullable BufferedWriter events;

    private RunFolder(Path place, @Nullable String series) {
        this.place = place;
        this.series = series;
    }

    /// This folder, new or empty.
    ///
    /// @throws FletchingException of kind `USER` where something is there already, or no folder can be
    static RunFolder at(Path folder) {
        if (Files.exists(folder)) {
            requireEmpty(folder);
        }
        requireWritable(folder);
        return new RunFolder(folder, null);
    }

    /// The folder of a run that goes on.
    ///
    /// @throws FletchingException of kind `USER` where it cannot
    static RunFolder resume(Path folder) {
        requireWritable(requireResumable(folder));
        var run = new RunFolder(folder, null);
        run.path = folder;
        return run;
    }

    /// The same folder, if a run can go on in it.
    static Path requireResumable(Path folder) {
        if (!Files.isRegularFile(folder.resolve(RECIPE))) {
            throw new FletchingException(
                    Kind.USER,
                    "run-resume",
                    "There is no run to go on in '" + folder + "': it has no " + RECIPE
                            + "; expected the folder of a run of 'fletch train' that has saved a checkpoint.");
        }
        if (!hasCheckpoint(folder)) {
            throw new FletchingException(
                    Kind.USER,
                    "run-resume",
                    "The run in '" + folder + "' cannot go on: it ended before it saved a " + Saving.NAME
                            + ", or was told never to; begin it again by 'fletch train --config " + folder + "'.");
        }
        return folder;
    }

    private static boolean hasCheckpoint(Path folder) {
        return Files.isRegularFile(folder.resolve(Saving.NAME));
    }

    /// Where the record of a run is that failed, and what there is to go on from.
    String remains() {
        return "The run is recorded in '" + path() + "'; "
                + (SavedModel.isIn(path()) ? "its model is still that of before" : "no model was saved")
                + (hasCheckpoint(path())
                        ? ", and '" + Repeat.resume(path()) + "' goes on from its last checkpoint."
                        : ".");
    }

    /// The next free folder of a series: `parent/series-1`, `parent/series-2` and so on.
    ///
    /// @param data what is learned from; names the series
    static RunFolder next(Path parent, String data) {
        requireWritable(parent);
        return new RunFolder(parent, series(data));
    }

    /// `train-images` for `/data/train-images.idx3-ubyte.gz`.
    private static String series(String data) {
        String name = data.substring(data.lastIndexOf('/') + 1)
                .replaceFirst("(?<=.)\\..*", "")
                .replaceAll("[^A-Za-z0-9_-]", "-")
                .replaceAll("^-+|-+$", "");
        return name.isEmpty() ? "data" : name;
    }

    private static void requireEmpty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw notEmpty(folder, new DirectoryNotEmptyException(folder.toString()));
            }
        } catch (IOException notAFolder) {
            throw refusal(folder, notAFolder);
        }
    }

    private static void requireWritable(Path folder) {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw refusal(folder, new NotDirectoryException(existing.toString()));
        }
        if (!Files.isWritable(existing)) {
            throw refusal(folder, new AccessDeniedException(existing.toString()));
        }
    }

    @Override
    public void tell(Event event) {
        try {
            if (event instanceof Event.Resume(long _, Recipe recipe)) {
                replace(path().resolve(RECIPE), yaml(recipe));
                events = appendTo(path().resolve(EVENTS));
            } else if (event instanceof Event.Start(Recipe recipe)) {
                path = series == null ? Files.createDirectories(place) : createNext(series);
                claim(path, yaml(recipe));
                events = Files.newBufferedWriter(path.resolve(EVENTS));
            }
            if (events != null) {
                events.append(Json.line(event)).append('\n').flush();
            }
        } catch (IOException failed) {
            throw refusal(path == null ? place : path, failed);
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Behind the last whole line: where a process was killed, another may have been begun.
    private static BufferedWriter appendTo(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = channel.size();
            var last = ByteBuffer.allocate(1);
            while (end > 0 && channel.read(last.clear(), end - 1) == 1 && last.get(0) != '\n') {
                end--;
            }
            channel.truncate(end);
        }
        return Files.newBufferedWriter(file, StandardOpenOption.APPEND);
    }

    /// Of several runs that start at once in one folder the first has it: this file is made anew, or not at all.
    private static void claim(Path folder, String yaml) throws IOException {
        try {
            Files.writeString(folder.resolve(RECIPE), yaml, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException taken) {
            throw notEmpty(folder, taken);
        }
    }

    /// Of several runs that start at once each gets a folder of its own.
    private Path createNext(String name) throws IOException {
        Files.createDirectories(place);
        for (int number = 1; ; number++) {
            try {
                return Files.createDirectory(place.resolve(name + "-" + number));
            } catch (FileAlreadyExistsException taken) {
                // The next number, then.
            }
        }
    }

    private static String yaml(Recipe recipe) {
        var settings =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
        return new Dump(settings).dumpToString(Json.tree(recipe));
    }

    /// The folder, once the run has started.
    Path path() {
        if (path == null) {
            throw new IllegalStateException("The run has not started.");
        }
        return path;
    }

    /// Whether the run has started.
    boolean exists() {
        return events != null;
    }

    @Override
    public void close() {
        try {
            if (events != null) {
                events.close();
            }
        } catch (IOException failed) {
            throw refusal(path(), failed);
        }
    }

    private static FletchingException notEmpty(Path folder, IOException cause) {
        return new FletchingException(
                Kind.USER,
                "run-folder",
                "The folder '" + folder + "' is not empty; expected a new or empty one for '--out'.",
                cause);
    }

    private static FletchingException refusal(Path folder, IOException cause) {
        return new FletchingException(
                Kind.USER,
                "run-folder",
                "The run cannot be written to '" + folder + "': " + reason(cause)
                        + "; choose another place with '--out DIR'.",
                cause);
    }

    static String reason(IOException cause) {
        return switch (cause) {
            case NotDirectoryException _, FileAlreadyExistsException _ -> "a file is in the way";
            case AccessDeniedException _ -> "access is denied";
            case NoSuchFileException _ -> "no folder can be made there";
            case FileSystemException known when known.getReason() == null -> "the system refuses it";
            case FileSystemException known -> known.getReason();
            default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
        };
    }
}
