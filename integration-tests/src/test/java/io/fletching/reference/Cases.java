package io.fletching.reference;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The cases of all files of a folder.
final class Cases {
    /// Another folder, instead of the figures in the test resources.
    private static final String FOLDER = "fletching.reference";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Cases() {}

    /// All cases, by file and position.
    static List<Case> all() {
        String given = System.getProperty(FOLDER, "");
        var folder = given.isEmpty() ? own() : Path.of(given);
        try (Stream<Path> files = Files.list(folder)) {
            var cases = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .flatMap(Cases::read)
                    .toList();
            if (cases.isEmpty()) {
                throw new IllegalStateException("The folder '" + folder + "' holds no case; expected files *.json.");
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException("The folder '" + folder + "' of reference cases cannot be read.", e);
        }
    }

    private static Path own() {
        try {
            return Path.of(Objects.requireNonNull(Cases.class.getResource("/reference"), "the resource /reference")
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The test resources are not on the file system.", e);
        }
    }

    private static Stream<Case> read(Path file) {
        try {
            return StreamSupport.stream(
                            JSON.readTree(file.toFile()).path("cases").spliterator(), false)
                    .map(Case::of);
        } catch (IOException e) {
            throw new UncheckedIOException("The file '" + file + "' of reference cases cannot be read.", e);
        }
    }
}
