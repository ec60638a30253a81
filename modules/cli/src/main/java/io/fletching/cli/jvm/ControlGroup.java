package io.fletching.cli.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The memory that Linux allows a container.
final class ControlGroup {
    private ControlGroup() {}

    /// The smallest limit.
    ///
    /// @param root where control groups are mounted
    /// @return bytes; `Long.MAX_VALUE` where nothing is limited
    static long limit(Path root) {
        return Math.min(
                limit(text(root.resolve("memory.max"))), limit(text(root.resolve("memory/memory.limit_in_bytes"))));
    }

    /// Version 2 says `max` where there is none, version 1 a number near 2^63.
    static long limit(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : Long.MAX_VALUE;
    }

    /// What a file of the system says; empty where there is none.
    static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException thereIsNone) {
            return "";
        }
    }
}
