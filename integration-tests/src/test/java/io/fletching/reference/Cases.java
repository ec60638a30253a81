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
    /// Another folder, instead of the figures in the test resources; a relative one is seen from the root of the
    /// project.
    private static final String FOLDER = "fletching.reference";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Cases() {}

    /// The cases of the folder that was asked for, or else our own.
    static List<Case> all() {
        String given = System.getProperty(FOLDER, "");
        return given.isEmpty()
                ? own()
                : read(Path.of(System.getProperty("fletching.root", "")).resolve(given));
    }

    /// The figures in the test resources.
    static List<Case> own() {
        try {
            return read(Path.of(Objects.requireNonNull(Cases.class.getResource("/reference"), "the resource /reference")
                    .toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The test resources are not on the file system.", e);
        }
    }

    /// All cases of a folder, by file and position.
    private static List<Case> read(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            var cases = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .flatMap(Cases::cases)
                    .toList();
            if (cases.isEmpty()) {
                throw new IllegalStateException("The folder '" + folder + "' holds no case; expected files *.json.");
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException("The folder '" + folder + "' of reference cases cannot be read.", e);
        }
    }

    private static Stream<Case> cases(Path file) {
        try {
            return StreamSupport.stream(
                            JSON.readTree(file.toFile()).path("cases").spliterator(), false)
                    .map(Case::of);
        } catch (IOException e) {
            throw new UncheckedIOException("The file '" + file + "' of reference cases cannot be read.", e);
        }
    }
}
