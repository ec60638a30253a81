package io.fletching.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KernelChoiceTest {

    @Test
    void theModuleDecidesWhereNothingIsAsked() {
        assertThat(KernelChoice.decide(null, null, true)).isTrue();
        assertThat(KernelChoice.decide(null, null, false)).isFalse();
        assertThat(KernelChoice.decide("", "", true)).isTrue();
    }

    @Test
    void thePropertyWinsOverTheVariable() {
        assertThat(KernelChoice.decide("scalar", "vector", true)).isFalse();
        assertThat(KernelChoice.decide("vector", "scalar", true)).isTrue();
        assertThat(KernelChoice.decide("", "scalar", true)).isFalse();
        assertThat(KernelChoice.decide(null, "scalar", true)).isFalse();
    }

    @Test
    void vectorWithoutTheModuleIsRefusedWithTheCure() {
        assertThatThrownBy(() -> KernelChoice.decide(null, "vector", false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Environment variable 'FLETCHING_KERNELS' is 'vector', but this JVM runs without the module"
                        + " jdk.incubator.vector; start it with --add-modules jdk.incubator.vector.");
    }

    @Test
    void anUnknownValueIsRefused() {
        assertThatThrownBy(() -> KernelChoice.decide("avx", null, true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("System property 'fletching.kernels' is 'avx'; expected 'scalar', 'vector' or nothing.");
    }

    @Test
    void thisJvmRunsVectorKernels() {
        assertThat(Kernels.f32().name()).startsWith("vector-");
        assertThat(Kernels.ofBytes(4)).isSameAs(Kernels.f32());
        assertThat(Kernels.ofBytes(8)).isSameAs(Kernels.f64());
        assertThatThrownBy(() -> Kernels.ofBytes(2)).hasMessageContaining("'2' bytes");
    }
}
