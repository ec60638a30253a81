package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing bad spreads: among hostile and broken jars every healthy provider loads, and each of the others is a problem
/// that names the jar, the cause and the cure.
class FarmTest {

    @TempDir
    static Path folder;

    private static Farm farm;

    @BeforeAll
    static void sow() throws IOException {
        farm = new Farm(folder);
    }

    private static Catalog catalog(List<Path> plugins, Duration limit) {
        return Catalog.builder()
                .classLoader(ClassLoader.getPlatformClassLoader())
                .plugins(plugins.toArray(Path[]::new))
                .timeLimit(limit)
                .build();
    }

    @Test
    void itIsLargeEnough() {
        assertThat(farm.broken()).hasSizeGreaterThanOrEqualTo(25);
        assertThat(farm.healthy()).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void everyHealthyProviderLoadsAndEachOtherIsAProblem() {
        try (Catalog catalog = catalog(List.of(folder), Duration.ofSeconds(5))) {
            assertThat(byPlace(catalog.problems())).isEqualTo(farm.broken());
            assertThat(jarsByName(catalog)).isEqualTo(farm.healthy());
            assertThat(catalog.problems()).allSatisfy(problem -> {
                assertThat(problem.where()).startsWith(folder.toString());
                assertThat(problem.what()).endsWith(".").doesNotContain("..", ": null");
                assertThat(problem.cure()).endsWith(".");
            });
        }
    }

    /// A directory is always read in the order of its names; jars that are named one by one come in any. Those that
    /// hang
    /// stay out, so that nothing waits for the limit.
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void noOrderMatters(long seed) throws IOException {
        List<Path> plugins = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> !Files.isDirectory(file)).forEach(plugins::add);
        }
        plugins.removeIf(file -> !Files.exists(file) || hangs(file));
        Collections.sort(plugins);
        Collections.shuffle(plugins, new Random(seed));
        var broken = new TreeMap<>(farm.broken());
        broken.keySet().removeIf(name -> !plugins.contains(folder.resolve(name)));
        try (Catalog catalog = catalog(plugins, Duration.ofMinutes(1))) {
            assertThat(byPlace(catalog.problems())).isEqualTo(broken);
            assertThat(jarsByName(catalog)).isEqualTo(farm.healthy());
        }
    }

    private static boolean hangs(Path file) {
        return "plugin-hung".equals(farm.broken().get(file.getFileName().toString()));
    }

    /// Where a jar of a folder is the problem, the folder's name counts.
    private static Map<String, String> byPlace(List<Problem> problems) {
        var codes = new TreeMap<String, String>();
        problems.forEach(problem -> {
            String place =
                    folder.relativize(Path.of(problem.where())).getName(0).toString();
            assertThat(codes.put(place, problem.code().toString()))
                    .as(problem.toString())
                    .isNull();
        });
        return codes;
    }

    private static Map<String, String> jarsByName(Catalog catalog) {
        var jars = new TreeMap<String, String>();
        catalog.techniques()
                .forEach(technique -> jars.put(
                        technique.name(),
                        folder.relativize(Path.of(technique.origin().location()))
                                .toString()));
        return jars;
    }
}
