package io.fletching.distribution;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.scripts.Command;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a run's weights come to, to the bit, does not depend on what it runs on.
class SameBitsIT {
    /// The sums of the weights by run, on vectors as wide as this machine has; of several sums one was of other
    /// threads.
    private static Map<String, Set<String>> sums;

    @BeforeAll
    static void trainOnVectors() throws Exception {
        sums = train(program("portable", "fastest").environment("FLETCHING_KERNELS", "vector"));
    }

    private static Command program(Object... products) {
        return Installation.onClassPath(System.getProperty("java.class.path"), BitsProgram.class.getName(), products);
    }

    private static Map<String, Set<String>> train(Command program) throws Exception {
        Command.Result result = program.run();
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out()
                .lines()
                .map(line -> line.split(": ", 2))
                .collect(groupingBy(run -> run[0], TreeMap::new, mapping(run -> run[1], toSet())));
    }

    @Test
    void threadsChangeNothing() {
        assertThat(sums)
                .containsKeys(
                        "layernorm portable 0", "batchnorm portable 0", "sequences portable 0", "images portable 0");
        assertThat(sums).allSatisfy((_, ofRun) -> assertThat(ofRun).hasSize(1));
    }

    @Test
    void theSeedChangesThem() {
        assertThat(sums.get("layernorm portable 1")).isNotEqualTo(sums.get("layernorm portable 0"));
    }

    @Test
    void scalarKernelsChangeNothing() throws Exception {
        assertSame("scalar", train(program("portable").environment("FLETCHING_KERNELS", "scalar")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64")
    void narrowerVectorsChangeNothing(int avx) throws Exception {
        assertSame(
                "vector-" + 128 * avx, train(program("portable").environment("JDK_JAVA_OPTIONS", "-XX:UseAVX=" + avx)));
    }

    private static void assertSame(String kernels, Map<String, Set<String>> others) {
        assertThat(others.remove("kernels")).containsExactly(kernels);
        assertThat(others).hasSize(5);
        assertThat(sums).containsAllEntriesOf(others);
    }

    @Test
    void theCommandKeepsIt(@TempDir Path folder) throws Exception {
        Installation installation = Installation.in(folder);
        Command scalar = train(installation, "--threads", 7).environment("FLETCHING_KERNELS", "scalar");
        Command vector = train(installation, "--threads", 1);
        assertThat(Installation.end(vector.run()).get("weights_sha256"))
                .isEqualTo(Installation.end(scalar.run()).get("weights_sha256"));
    }

    private static Command train(Installation installation, Object... words) {
        return installation
                .fletch("train", "spirals", "--json", "--matmul", "portable")
                .with("--width", 272, "--depth", 1, "--epochs", 1, "--batch", 1200)
                .with(words);
    }
}
