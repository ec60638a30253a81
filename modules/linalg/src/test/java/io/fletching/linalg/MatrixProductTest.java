package io.fletching.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class MatrixProductTest {
    @Test
    void isFoundByName() {
        assertThat(MatrixProduct.of("portable").description()).isEqualTo("portable, " + vectorName());
        assertThat(MatrixProduct.of("openblas").name()).isEqualTo("openblas");
        assertThat(MatrixProduct.of("fastest").name()).isEqualTo("openblas");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MatrixProduct.of("mkl"))
                .withMessage("There is no matrix product named 'mkl'; there are 'fastest', 'openblas' and 'portable'.");
    }

    private static String vectorName() {
        return new FloatVectorPanel().name();
    }

    @Test
    void hasAFloat64Twin() {
        MatrixProduct exact = MatrixProduct.portableF64();
        assertThat(MatrixProduct.portable().inFloat64()).isSameAs(exact);
        assertThat(exact.inFloat64()).isSameAs(exact);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment a = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 9, 1, 2, 3, 4, 5, 6);
            MemorySegment b = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 1, 0.1, 0, 1, 1, 1);
            MemorySegment c = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 100, 100, 100, 100);
            exact.multiply(false, false, 2, 2, 3, a, 1, 3, b, 0, 2, c, 0, 2, true);
            assertThat(c.toArray(ValueLayout.JAVA_DOUBLE))
                    .containsExactly(new double[] {104, 105.1, 110, 111.4}, within(1e-13));
            exact.multiply(true, true, 2, 2, 3, a, 1, 2, b, 0, 3, c, 0, 2, false);
            assertThat(c.toArray(ValueLayout.JAVA_DOUBLE))
                    .containsExactly(new double[] {1.3, 9, 2.4, 12}, within(1e-13));
        }
    }
}
