package io.fletching.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every product refuses, before it writes anything.
class OperandsTest {
    @AutoClose
    private final Arena arena = Arena.ofConfined();

    private final MemorySegment six = arena.allocate(6 * Float.BYTES, Float.BYTES);

    static MatrixProduct[] products() {
        return new MatrixProduct[] {PortableProduct.scalar(), PortableProduct.vector(), MatrixProduct.openBlas()};
    }

    @ParameterizedTest
    @MethodSource("products")
    void anOperandThatDoesNotFitItsSegment(MatrixProduct product) {
        MemorySegment four = arena.allocate(4 * Float.BYTES, Float.BYTES);
        four.fill((byte) 7);
        assertThatCode(() -> multiply(product, 2, 2, 3, six, 0, 3, six, 0, 3, four, 0, 2))
                .doesNotThrowAnyException();
        byte[] before = four.toArray(ValueLayout.JAVA_BYTE);
        assertThatThrownBy(() -> multiply(product, 2, 2, 3, six, 1, 3, six, 0, 3, four, 0, 2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("A of a matrix product, '2 x 3' elements from '1' with the leading dimension '3',"
                        + " does not fit its segment of '6' elements.");
        assertThatThrownBy(() -> multiply(product, 1, 2, 3, six, 4, 3, six, 0, 3, four, 0, 2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageStartingWith("A ");
        assertThatThrownBy(() -> multiply(product, 2, 2, 3, six, 0, 4, six, 0, 3, four, 0, 2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageStartingWith("A ");
        assertThatThrownBy(() -> multiply(product, 2, 2, 3, six, 0, 3, six, 0, 4, four, 0, 2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageStartingWith("B ");
        assertThatThrownBy(() -> multiply(product, 2, 2, 3, six, 0, 3, six, -1, 3, four, 0, 2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageStartingWith("B ");
        assertThatThrownBy(() -> multiply(product, 2, 2, 3, six, 0, 3, six, 0, 3, four, 1, 2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageStartingWith("C ");
        assertThatThrownBy(() -> multiply(product, Long.MAX_VALUE, 2, 3, six, 0, Long.MAX_VALUE, six, 0, 3, four, 0, 2))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(four.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("products")
    void sizesThatMeanNothing(MatrixProduct product) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> multiply(product, 2, -2, 3, six, 0, 3, six, 0, 3, six, 0, 2))
                .withMessageContaining("n = '-2'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> multiply(product, 2, 2, 3, six, 0, 2, six, 0, 3, six, 0, 2))
                .withMessageContaining("leading dimension '2', less than the '3' elements of a row");
    }

    @ParameterizedTest
    @MethodSource("products")
    void memoryThatIsNotFit(MatrixProduct product, @TempDir Path folder) throws IOException {
        MemorySegment heap = MemorySegment.ofArray(new float[6]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> multiply(product, 2, 2, 3, six, 0, 3, heap, 0, 3, six, 0, 2))
                .withMessageContaining("B of a matrix product lies on the heap");
        Path file = Files.write(folder.resolve("matrix"), new byte[24]);
        try (FileChannel channel = FileChannel.open(file)) {
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, 24, arena);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> multiply(product, 2, 2, 3, mapped, 0, 3, six, 0, 3, six, 0, 2))
                    .withMessageContaining("A of a matrix product lies in a mapped file");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> multiply(product, 2, 2, 3, six, 0, 3, six, 0, 3, six.asReadOnly(), 0, 2))
                .withMessageContaining("read-only");
    }

    /// With B transposed, for OpenBLAS leaves the small products with B as it is to the portable loops.
    private static void multiply(
            MatrixProduct product,
            long m,
            long n,
            long k,
            MemorySegment a,
            long aAt,
            long lda,
            MemorySegment b,
            long bAt,
            long ldb,
            MemorySegment c,
            long cAt,
            long ldc) {
        product.multiply(false, true, m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, false);
    }
}
