package io.fletching.runtime;

import io.fletching.runtime.jars.Host;
import io.fletching.spi.FletchingException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One search for plugins in directories: finds them, loads all at once, each on a daemon thread, and waits for all
/// together until one time limit has passed.
final class PluginSearch {
    private final Host host = Host.here();
    private final Findings findings = new Findings();
    private final List<Plugin> plugins = new ArrayList<>();
    private final Set<Path> seen = new HashSet<>();

    /// Adds the plugins of a directory, or a jar by itself.
    void add(Path path) {
        Path given = path.toAbsolutePath().normalize();
        try {
            if (!Files.exists(given)) {
                findings.problem(ProblemCode.PLUGIN_FOLDER_MISSING.at(given, "There is no such file or folder."));
            } else if (Files.isDirectory(given)) {
                directory(given, approved(given));
            } else {
                Path parent = given.getParent();
                plugin(given, List.of(given), parent == null ? null : approved(parent));
            }
        } catch (FletchingException broken) {
            findings.problem(ProblemCode.PLUGIN_LOCK_BROKEN.at(given, String.valueOf(broken.getMessage())));
        } catch (IOException failure) {
            findings.problem(unreadable(given, failure));
        }
    }

    /// Null where the directory has no lock.
    private static @Nullable Set<String> approved(Path directory) {
        PluginLock lock = PluginLock.in(directory);
        return lock.exists() ? lock.approved() : null;
    }

    private void directory(Path directory, @Nullable Set<String> approved) throws IOException {
        Path real = directory.toRealPath();
        for (Path entry : entries(directory)) {
            if (Files.isDirectory(entry)) {
                folder(entry, real, approved);
            } else if (isJar(entry)) {
                plugin(entry, List.of(entry), approved);
            }
        }
    }

    private void folder(Path folder, Path directory, @Nullable Set<String> approved) {
        try {
            if (directory.startsWith(folder.toRealPath())) {
                findings.problem(ProblemCode.PLUGIN_SYMLINK_LOOP.at(folder, "It leads back to " + directory + "."));
                return;
            }
            List<Path> jars =
                    entries(folder).stream().filter(PluginSearch::isJar).toList();
            if (jars.isEmpty()) {
                findings.problem(ProblemCode.PLUGIN_EMPTY_FOLDER.at(folder, "There is no jar in it."));
            } else {
                plugin(folder, jars, approved);
            }
        } catch (IOException failure) {
            findings.problem(unreadable(folder, failure));
        }
    }

    private void plugin(Path path, List<Path> jars, @Nullable Set<String> approved) {
        // A directory may be named twice; a link has no real path where it leads nowhere, and is a problem by itself.
        if (seen.add(path)) {
            plugins.add(new Plugin(path, jars, approved, host));
        }
    }

    /// In the order of their names, less what is hidden.
    private static List<Path> entries(Path directory) throws IOException {
        var entries = new ArrayList<Path>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        }
        entries.removeIf(entry -> entry.getFileName().toString().startsWith("."));
        entries.sort(null);
        return entries;
    }

    private static boolean isJar(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".jar")
                && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static Problem unreadable(Path path, IOException failure) {
        return ProblemCode.PLUGIN_UNREADABLE.at(path, "It cannot be listed: " + Problem.chain(failure));
    }

    /// Loads all plugins and gives what they are. It takes no longer than the limit, whatever a plugin does.
    Findings load(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        List<Thread> threads = plugins.stream()
                .map(plugin -> Thread.ofPlatform()
                        .daemon()
                        .name("fletching-plugin-" + plugin.path().getFileName())
                        .inheritInheritableThreadLocals(false)
                        .start(plugin))
                .toList();
        for (int i = 0; i < plugins.size(); i++) {
            Plugin plugin = plugins.get(i);
            Thread thread = threads.get(i);
            if (!joined(thread, end)) {
                plugin.findings()
                        .problem(ProblemCode.PLUGIN_HUNG.at(
                                plugin.path(),
                                "It was still " + plugin.stage() + " when the " + limit.toMillis()
                                        + " ms for all plugins had passed."));
                thread.interrupt();
            }
            findings.add(plugin.findings().shut());
        }
        Duplicates.settle(findings);
        return findings;
    }

    /// Whether a thread ended in time. An interrupt of the caller is kept for later: the wait is short.
    private static boolean joined(Thread thread, long end) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
                    return thread.join(left);
                } catch (InterruptedException kept) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
