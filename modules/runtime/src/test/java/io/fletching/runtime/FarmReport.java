package io.fletching.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/// What a catalog says of plugins, in words of the JDK alone, so that a class loader of its own can run it: of
/// each file or folder either the code of its problem or the names of its providers.
public final class FarmReport implements BiFunction<List<Path>, Duration, Map<String, String>> {
    /// For a class loader that knows the name alone.
    public FarmReport() {}

    @Override
    public Map<String, String> apply(List<Path> plugins, Duration limit) {
        var report = new TreeMap<String, String>();
        try (Catalog catalog = Catalog.builder()
                .classLoader(ClassLoader.getPlatformClassLoader())
                .plugins(plugins.toArray(Path[]::new))
                .timeLimit(limit)
                .build()) {
            for (Problem problem : catalog.problems()) {
                check(problem);
                report.merge(problem.where(), problem.code().toString(), (one, other) -> one + " " + other);
            }
            catalog.techniques()
                    .forEach(technique -> report.merge(
                            technique.origin().location(), technique.name(), (one, other) -> one + " " + other));
        }
        return report;
    }

    /// Every problem names a place, a cause and a cure.
    private static void check(Problem problem) {
        boolean whole = Path.of(problem.where()).isAbsolute()
                && problem.what().endsWith(".")
                && !problem.what().endsWith("..")
                && !problem.what().contains(": null")
                && problem.cure().endsWith(".");
        if (!whole) {
            throw new AssertionError(problem.toString());
        }
    }
}
