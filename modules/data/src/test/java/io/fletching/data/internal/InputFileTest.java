package io.fletching.data.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {
    @TempDir
    private Path folder;

    /// As the system fails in the middle of a file, which a test cannot have it do.
    private void refused(IOException failure, String reason) throws IOException {
        Path path = Files.writeString(folder.resolve("t.csv"), "a,b");
        assertThatThrownBy(() -> InputFile.read(path, (_, _) -> {
                    throw failure;
                }))
                .hasMessage("'" + path + "' cannot be read: " + reason + ".")
                .hasCause(failure);
    }

    @Test
    void saysInWordsWhyAFileCannotBeRead() throws IOException {
        refused(new AccessDeniedException("t.csv"), "access is denied");
        refused(new FileSystemException("t.csv", null, "Stale file handle"), "Stale file handle");
        refused(new FileSystemException("t.csv"), "the system does not say why");
        refused(new IOException("Input/output error"), "Input/output error");
        refused(new IOException(), "the system does not say why");
    }
}
