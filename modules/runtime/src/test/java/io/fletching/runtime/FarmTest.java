package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
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

    @Test
    void itIsLargeEnough() {
        assertThat(farm.broken()).hasSizeGreaterThanOrEqualTo(25);
        assertThat(farm.healthy()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(farm.all()).hasSize(farm.broken().size() + farm.healthy().size());
    }

    /// Three plugins never end by themselves, so that the search ends because of its limit or not at all.
    @Test
    void everyHealthyProviderLoadsAndEachOtherIsAProblem() {
        assertThat(report(new FarmReport(), List.of(folder), Duration.ofSeconds(10)))
                .isEqualTo(farm.all());
    }

    /// A directory is always read in the order of its names; files that are named one by one come in any.
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void noOrderMatters(long seed) throws IOException {
        List<Path> files = patient();
        Collections.shuffle(files, new Random(seed));
        assertThat(report(new FarmReport(), files, Duration.ofMinutes(1))).isEqualTo(expected(files));
    }

    /// On a class path, in a class loader of its own as application servers have them, there are no layers. What a
    /// module requires that is neither beside it nor named may then be on that path, so it is not missed before it is
    /// used.
    @Test
    void aHostOnAClassPathFaresAlike() throws Exception {
        List<Path> files = patient();
        Map<String, String> expected = expected(files);
        expected.put("needs.jar", "needs");
        try (var loader = new URLClassLoader(hosts(), null)) {
            Class<?> type = loader.loadClass(FarmReport.class.getName());
            assertThat(type.getModule().isNamed()).isFalse();
            @SuppressWarnings("unchecked")
            var reporter = (BiFunction<List<Path>, Duration, Map<String, String>>)
                    type.getConstructor().newInstance();
            assertThat(report(reporter, files, Duration.ofMinutes(1))).isEqualTo(expected);
        }
    }

    /// All files of the farm but those that hang.
    private static List<Path> patient() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.filter(file -> farm.all().containsKey(name(file)))
                    .filter(file -> !"plugin-hung".equals(farm.all().get(name(file))))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList());
        }
    }

    private static Map<String, String> expected(List<Path> files) {
        var expected = new TreeMap<String, String>();
        files.forEach(file -> expected.put(name(file), farm.all().get(name(file))));
        return expected;
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /// The report, by the name of the jar or folder in the directory.
    private static Map<String, String> report(
            BiFunction<List<Path>, Duration, Map<String, String>> reporter, List<Path> plugins, Duration limit) {
        var report = new TreeMap<String, String>();
        reporter.apply(plugins, limit)
                .forEach((place, what) ->
                        report.put(folder.relativize(Path.of(place)).getName(0).toString(), what));
        return report;
    }

    /// The classes of the runtime, its tests and what the runtime requires.
    private static URL[] hosts() throws IOException {
        List<URL> urls = new ArrayList<>();
        var modules = Catalog.class.getModule().getLayer().configuration();
        for (String name : List.of("io.fletching.runtime", "io.fletching.spi", "io.fletching.kernels")) {
            urls.add(modules.findModule(name)
                    .orElseThrow()
                    .reference()
                    .location()
                    .orElseThrow()
                    .toURL());
        }
        String self = FarmReport.class.getName().replace('.', '/') + ".class";
        String tests = FarmReport.class.getResource("FarmReport.class").toString();
        urls.add(URI.create(tests.substring(0, tests.length() - self.length())).toURL());
        return urls.toArray(URL[]::new);
    }
}
