package io.fletching.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void aMatrixHasRows() {
        Shape shape = Shape.of(4, 2, 3);
        assertThat(shape.rank()).isEqualTo(3);
        assertThat(shape.dim(2)).isEqualTo(3);
        assertThat(shape.size()).isEqualTo(24);
        assertThat(shape.rows()).isEqualTo(4);
        assertThat(shape.rowLength()).isEqualTo(6);
        assertThat(shape.bytes(DType.F64)).isEqualTo(192);
        assertThat(shape).hasToString("[4, 2, 3]");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> shape.dim(3));
    }

    @Test
    void aScalarOrVectorIsOneRow() {
        assertThat(Shape.of().size()).isOne();
        assertThat(Shape.of().rows()).isOne();
        assertThat(Shape.of().rowLength()).isOne();
        assertThat(Shape.of(7).rows()).isOne();
        assertThat(Shape.of(7).rowLength()).isEqualTo(7);
        assertThat(Shape.of(0).rowLength()).isZero();
    }

    @Test
    void anEmptyMatrixHasRowsOfALength() {
        assertThat(Shape.of(0, 5).size()).isZero();
        assertThat(Shape.of(0, 5).rows()).isZero();
        assertThat(Shape.of(0, 5).rowLength()).isEqualTo(5);
        assertThat(Shape.of(5, 0).rows()).isEqualTo(5);
        assertThat(Shape.of(5, 0).rowLength()).isZero();
    }

    @Test
    void aBatchIsOneAxisMore() {
        assertThat(Shape.of(3, 2).batchOf(8)).isEqualTo(Shape.of(8, 3, 2));
        assertThat(Shape.of().batchOf(8)).isEqualTo(Shape.of(8));
    }

    @Test
    void dimensionsAreCopied() {
        long[] dims = {2, 3};
        Shape shape = Shape.of(dims);
        dims[0] = 9;
        assertThat(shape)
                .isEqualTo(Shape.of(2, 3))
                .hasSameHashCodeAs(Shape.of(2, 3))
                .isNotEqualTo(Shape.of(3, 2));
    }

    @Test
    void whatNoMemoryHoldsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shape.of(2, -1))
                .withMessage("The shape [2, -1] has a negative dimension.");
        for (long[] dims : new long[][] {{1L << 32, 1L << 31}, {1L << 40, 1L << 40}, {0, 1L << 40, 1L << 40}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Shape.of(dims))
                    .withMessageEndingWith(" is larger than a long can count.");
        }
        assertThat(Shape.of(Long.MAX_VALUE).size()).isEqualTo(Long.MAX_VALUE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shape.of(Long.MAX_VALUE).bytes(DType.F32))
                .withMessage("The shape [9223372036854775807] is larger than a long can count.");
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(2).batchOf(Long.MAX_VALUE));
    }
}
