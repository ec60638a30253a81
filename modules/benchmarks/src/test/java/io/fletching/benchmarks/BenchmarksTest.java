package io.fletching.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Each benchmark runs, once and at its smallest; no time is looked at.
class BenchmarksTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void leaveOtherRunsAlone() {
        System.setProperty("jmh.ignoreLock", "true");
    }

    @Test
    void everyBenchmarkRunsAndHasARatio() throws RunnerException, IOException {
        Path json = folder.resolve("jmh.json");
        var results = new Runner(new OptionsBuilder()
                        .mode(Mode.SingleShotTime)
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .param("n", "4096")
                        .param("shape", "128x64")
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .resultFormat(ResultFormatType.JSON)
                        .result(json.toString())
                        .build())
                .run();
        assertThat(results).hasSizeGreaterThan(35);
        var lines = Ratios.table(json);
        assertThat(lines).hasSize(results.size() + 1);
        assertThat(lines.subList(1, lines.size()))
                .allSatisfy(line -> assertThat(line).matches(".{52} +\\d+ +[0-9.]+ +[0-9.]+ +[0-9.]+"));
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("Optimizers update adamw-8bit "));
    }

    @Test
    void everyOptimizerIsTimed() throws NoSuchFieldException {
        var timed = Optimizers.Trained.class
                .getDeclaredField("optimizer")
                .getAnnotation(Param.class)
                .value();
        try (var catalog = Catalog.load()) {
            assertThat(timed)
                    .containsExactlyElementsOf(catalog.techniques().stream()
                            .filter(technique -> technique.kind().equals("optimizer"))
                            .map(Technique::name)
                            .sorted()
                            .toList());
        }
    }
}
