package io.fletching.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No kernel allocates once it is compiled, in whatever order kernels are first used: a vector on the heap would be
/// found here. A fresh JVM for each order, since what the compiler inlines differs by launch.
class AllocationTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 12})
    void nothingOnceCompiled(long seed) {
        Jvm.Outcome outcome = Jvm.run(
                WarmEveryKernel.class,
                Map.of(),
                "--add-modules=jdk.incubator.vector",
                "-XX:-BackgroundCompilation",
                "-XX:+UseSerialGC",
                "-XX:-UseTLAB",
                "-Xmn512m",
                "-Dseed=" + seed);
        assertThat(outcome.output())
                .contains("measured " + Operation.all().size())
                .doesNotContain("ALLOCATES");
    }
}
