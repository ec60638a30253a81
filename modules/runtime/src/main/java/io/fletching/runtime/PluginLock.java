package io.fletching.runtime;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// `plugins.lock` in a plugin directory: the jars that may run, a line each.
///
/// ```
/// # Jars that may run. Lines: SHA-256, file, module, version.
/// 9f86d0…  signum-1.2.jar  com.acme.signum  1.2
/// ```
///
/// The SHA-256 alone decides; the rest is for readers. Where the file is there nothing runs that it does not list, and
/// where a line of it cannot be read nothing runs at all.
public final class PluginLock {
    /// The name of the file.
    public static final String NAME = "plugins.lock";

    private static final String HEADER = "# Jars that may run. Lines: SHA-256, file, module, version.";
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final String GAP = "  ";

    private final Path directory;
    private final Path file;

    private PluginLock(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
        this.file = directory.resolve(NAME);
    }

    /// The lock of a plugin directory, whether it is there or not.
    public static PluginLock in(Path directory) {
        return new PluginLock(directory);
    }

    public Path file() {
        return file;
    }

    /// Whether the directory is locked. A link that leads nowhere locks too.
    public boolean exists() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /// The SHA-256 of every jar that may run.
    ///
    /// @throws FletchingException of kind `DATA` and code `plugin-lock-broken` where the file cannot be read or a line
    ///     of it is none of the above
    public Set<String> approved() {
        var approved = new HashSet<String>();
        for (String line : lines()) {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            String first = text.split("\\s", 2)[0];
            if (!SHA256.matcher(first).matches()) {
                throw broken("The line '" + text + "' of " + file + " does not start with a SHA-256.");
            }
            approved.add(first);
        }
        return approved;
    }

    /// Approves a jar as it was inspected, and locks its directory where it was not. The file is replaced as a
    /// whole, so that no reader sees half of it.
    ///
    /// @return whether it was not approved before
    public boolean trust(PluginFile jar) {
        Path fresh = file.resolveSibling(NAME + ".new");
        try {
            // Its creation keeps a second writer out.
            Files.createFile(fresh);
        } catch (FileAlreadyExistsException busy) {
            throw new FletchingException(
                    Kind.USER,
                    "plugin-lock-busy",
                    "Another process is writing " + file + ". Try again; if none is, delete " + fresh + ".",
                    busy);
        } catch (IOException failure) {
            throw unwritable(failure);
        }
        try {
            List<String> lines = new ArrayList<>(exists() ? lines() : List.of(HEADER));
            if (exists() && approved().contains(jar.sha256())) {
                return false;
            }
            lines.add(oneLine(String.join(GAP, jar.sha256(), name(jar), jar.module(), jar.version())));
            Files.write(fresh, lines, StandardCharsets.UTF_8);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException failure) {
            throw unwritable(failure);
        } finally {
            deleteIfThere(fresh);
        }
    }

    private String name(PluginFile jar) {
        Path path = jar.path().toAbsolutePath().normalize();
        return (path.startsWith(directory) ? directory.relativize(path) : path.getFileName()).toString();
    }

    /// A file's name or a version may hold a line break, and would then approve what stands behind it.
    private static String oneLine(String line) {
        return line.replaceAll("\\p{Cntrl}", "?");
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw broken(file + " cannot be read: " + Problem.chain(failure));
        }
    }

    private static FletchingException broken(String what) {
        return new FletchingException(
                Kind.DATA,
                ProblemCode.PLUGIN_LOCK_BROKEN.toString(),
                what + " " + ProblemCode.PLUGIN_LOCK_BROKEN.cure());
    }

    private FletchingException unwritable(IOException failure) {
        return new FletchingException(
                Kind.USER, "plugin-lock-unwritable", file + " cannot be written: " + Problem.chain(failure), failure);
    }

    private static void deleteIfThere(Path fresh) {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException left) {
            throw new FletchingException(
                    Kind.USER, "plugin-lock-unwritable", fresh + " cannot be deleted; delete it by hand.", left);
        }
    }
}
