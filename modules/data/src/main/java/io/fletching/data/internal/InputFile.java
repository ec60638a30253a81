package io.fletching.data.internal;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// A file of the user, unpacked where it is gzip, with an answer to everything that keeps it from being read.
final class InputFile {
    private static final int HEAD = 4096;
    private static final int MOST_NAMES = 20;

    /// Reads the content of a file.
    interface Reader<T> {
        /// Reads what it wants of the stream.
        ///
        /// @param head the first bytes, which the stream still holds
        T read(InputStream in, byte[] head) throws IOException;
    }

    private InputFile() {}

    /// What a file holds.
    ///
    /// @param sets what else could have been named in the place of the file
    static Format format(Path path, List<String> sets) {
        return read(path, sets, (_, head) -> Format.of(head));
    }

    static <T> T read(Path path, Reader<T> reader) {
        return read(path, List.of(), reader);
    }

    /// @param sets what else could have been named in the place of the file
    static <T> T read(Path path, List<String> sets, Reader<T> reader) {
        if (Files.notExists(path)) {
            throw missing(path, sets);
        }
        if (Files.isDirectory(path)) {
            throw Fault.user(
                    "data-is-folder",
                    "'" + path + "' is a folder; expected a file, or a pattern such as '" + path + "/*.csv'.");
        }
        if (!Files.isRegularFile(path)) {
            throw Fault.user(
                    "data-unreadable",
                    "'" + path + "' is not a plain file; data is read more than once. Copy it to a file first.");
        }
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(path))) {
            byte[] head = head(raw);
            if (head.length == 0) {
                throw Fault.data("data-empty", "'" + path + "' is empty.");
            }
            boolean gzip = head.length > 1 && head[0] == 0x1f && head[1] == (byte) 0x8b;
            if (!gzip && path.toString().endsWith(".gz") && !IdxFile.startsLike(head)) {
                throw Fault.data(
                        "data-not-gzip",
                        "'" + path + "' is not gzip, though its name says so; its content is something else.");
            }
            return gzip ? unpack(path, raw, reader) : reader.read(raw, head);
        } catch (CharacterCodingException e) {
            throw new FletchingException(
                    Kind.DATA, "data-not-text", "'" + path + "' is not UTF-8 text; expected CSV in UTF-8.", e);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /// What keeps a file from being read, in the system's words.
    static FletchingException unreadable(Path path, IOException e) {
        return new FletchingException(
                Kind.USER, "data-unreadable", "'" + path + "' cannot be read: " + reason(e) + ".", e);
    }

    private static <T> T unpack(Path path, InputStream raw, Reader<T> reader) throws IOException {
        try (InputStream in = new BufferedInputStream(new GZIPInputStream(raw))) {
            byte[] head = head(in);
            if (head.length == 0) {
                throw Fault.data("data-empty", "'" + path + "' is empty.");
            }
            return reader.read(in, head);
        } catch (EOFException e) {
            throw new FletchingException(
                    Kind.DATA, "data-truncated", "'" + path + "' is cut off: its gzip data ends too early.", e);
        } catch (ZipException e) {
            throw new FletchingException(
                    Kind.DATA, "data-damaged", "'" + path + "' is damaged: its gzip data is invalid.", e);
        }
    }

    private static byte[] head(InputStream in) throws IOException {
        in.mark(HEAD);
        byte[] head = in.readNBytes(HEAD);
        in.reset();
        return head;
    }

    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "access is denied";
        }
        if (e instanceof NoSuchFileException) {
            return "it does not exist";
        }
        String message = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return Objects.requireNonNullElse(message, "the system does not say why");
    }

    private static FletchingException missing(Path path, List<String> sets) {
        Path name = path.getFileName();
        Path folder = path.toAbsolutePath().getParent();
        if (name == null || folder == null || !Files.isDirectory(folder)) {
            return Fault.user(
                    "data-missing-file", "No file '" + path + "': there is no folder '" + path.getParent() + "'.");
        }
        List<String> known = new ArrayList<>();
        if (path.getParent() == null) {
            known.addAll(sets);
        }
        try (Stream<Path> files = Files.list(folder)) {
            known.addAll(
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        } catch (IOException e) {
            return new FletchingException(
                    Kind.USER,
                    "data-missing-file",
                    "No file '" + path + "', and its folder cannot be read: " + reason(e) + ".",
                    e);
        }
        if (known.size() > MOST_NAMES) {
            // A long list helps nobody: what begins alike is kept.
            known.removeIf(other -> !other.regionMatches(true, 0, name.toString(), 0, 1));
        }
        return FletchingException.unknown(
                Kind.USER,
                "data-missing-file",
                "No file '" + path + "'.",
                name.toString(),
                "There are",
                known.subList(0, Math.min(known.size(), MOST_NAMES)));
    }
}
