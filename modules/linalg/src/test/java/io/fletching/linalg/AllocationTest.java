package io.fletching.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A vector that the compiler boxes takes 40 bytes and more at every step of the inner loop, and no other test sees
/// it. It depends on what the compiler has met before, so each product is measured in a JVM of its own.
class AllocationTest {
    private static final List<String> OPTIONS =
            List.of("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Xbatch");

    @ParameterizedTest
    @ValueSource(strings = {"portable", "openblas", "portable-f64", "openblas-f64"})
    void aProductTakesNothingFromTheHeap(String product) throws Exception {
        String bytes = ForkedJvm.run(OPTIONS, AllocationProbe.class, product);
        assertThat(Long.parseLong(bytes)).isLessThan(32);
    }
}
