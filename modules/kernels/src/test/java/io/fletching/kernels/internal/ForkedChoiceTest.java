package io.fletching.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// The choice as a user meets it: in a JVM of its own.
class ForkedChoiceTest {

    @Test
    void withoutTheModuleScalarKernelsRunAndNoVectorClassIsLoaded() {
        Jvm.Outcome outcome =
                Jvm.run(HashEveryKernel.class, Map.of("FLETCHING_KERNELS", ""), "-Xlog:class+load:stdout");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.output())
                .contains("kernels=scalar", "io.fletching.kernels.internal.ScalarFloat")
                .doesNotContain("internal.Vector", "Loops", "internal.Lanes", "jdk.incubator.vector");
    }

    @Test
    void aChoiceThatCannotBeMetIsAPlainException() {
        Jvm.Outcome outcome = Jvm.run(HashEveryKernel.class, Map.of("FLETCHING_KERNELS", "vector"));
        assertThat(outcome.code()).isNotZero();
        assertThat(outcome.output())
                .contains("java.lang.IllegalStateException: Environment variable 'FLETCHING_KERNELS' is 'vector'")
                .doesNotContain("ExceptionInInitializerError");
    }
}
