package io.fletching.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void close() {
        arena.close();
    }

    private Tensor tensor(DType type, long... dims) {
        Shape shape = Shape.of(dims);
        return Tensor.of(arena.allocate(shape.bytes(type)), type, shape);
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeKeepsSmallWholeNumbersAtAnyAlignment(DType type) {
        Tensor tensor = Tensor.of(arena.allocate(5L * type.bytes() + 1).asSlice(1), type, Shape.of(5));
        for (int i = 0; i < 5; i++) {
            tensor.set(i, 3 - 2 * i);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(tensor.get(i)).isEqualTo(3 - 2 * i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void outOfBoundsIsRefusedAndWritesNothing(DType type) {
        Tensor whole = tensor(type, 4);
        Tensor middle = whole.slice(1, 2);
        for (long index : new long[] {-1, 2, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> middle.get(index));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> middle.set(index, 1));
        }
        assertThat(whole.data().toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }

    @Test
    void integersRoundToTheNearestAndEndAtTheirBounds() {
        Tensor bytes = tensor(DType.I8, 1);
        assertThat(stored(bytes, 2.5)).isEqualTo(2);
        assertThat(stored(bytes, 3.5)).isEqualTo(4);
        assertThat(stored(bytes, -2.7)).isEqualTo(-3);
        assertThat(stored(bytes, 300)).isEqualTo(127);
        assertThat(stored(bytes, -1e10)).isEqualTo(-128);
        assertThat(stored(bytes, Double.NaN)).isZero();
        Tensor ints = tensor(DType.I32, 1);
        assertThat(stored(ints, 1e10)).isEqualTo(Integer.MAX_VALUE);
        assertThat(stored(ints, -0.6)).isEqualTo(-1);
        Tensor longs = tensor(DType.I64, 1);
        assertThat(stored(longs, Double.NEGATIVE_INFINITY)).isEqualTo(Long.MIN_VALUE);
        assertThat(stored(longs, 0.5)).isZero();
    }

    private static double stored(Tensor tensor, double value) {
        tensor.set(0, value);
        return tensor.get(0);
    }

    @Test
    void brainFloatsRoundTiesToEven() {
        // 1 + 2^-7 is the next after 1.
        double step = 0x1p-7;
        Tensor one = tensor(DType.BF16, 1);
        assertThat(stored(one, 1 + step / 2)).isEqualTo(1);
        assertThat(stored(one, 1 + 3 * step / 2)).isEqualTo(1 + 2 * step);
        assertThat(stored(one, -1 - step / 2)).isEqualTo(-1);
        assertThat(stored(one, 1 + step / 2 + 0x1p-23)).isEqualTo(1 + step);
        assertThat(stored(one, Float.MAX_VALUE)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(stored(one, 0x1.fep127)).isEqualTo(0x1.fep127);
        assertThat(stored(one, Double.NEGATIVE_INFINITY)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(1 / stored(one, -0.0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(stored(one, 0x1p-133)).isEqualTo(0x1p-133);
    }

    @Test
    void aNotANumberStaysOne() {
        for (DType type : new DType[] {DType.F32, DType.F64, DType.F16, DType.BF16}) {
            assertThat(stored(tensor(type, 1), Double.NaN)).isNaN();
        }
        // One whose payload lies in the lower half alone.
        assertThat(stored(tensor(DType.BF16, 1), Float.intBitsToFloat(0x7f800001)))
                .isNaN();
    }

    @Test
    void roundingHappensOnce() {
        // By way of the nearest float each would become a tie, and go down to even.
        assertThat(stored(tensor(DType.BF16, 1), 1 + 0x1p-8 + 0x1p-40)).isEqualTo(1 + 0x1p-7);
        assertThat(stored(tensor(DType.F16, 1), 1 + 0x1p-11 + 0x1p-40)).isEqualTo(1 + 0x1p-10);
        assertThat(stored(tensor(DType.BF16, 1), -1 - 0x1p-8 - 0x1p-40)).isEqualTo(-1 - 0x1p-7);
        assertThat(stored(tensor(DType.F16, 1), 1e300)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void halvesRoundToTheNearer(DType type) {
        Tensor one = tensor(type, 1);
        Tensor neighbour = tensor(type, 1);
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            double value = random.nextGaussian() * Math.scalb(1.0, random.nextInt(-8, 8));
            double kept = stored(one, value);
            for (int step = -1; step <= 1; step += 2) {
                short bits = one.data().get(ValueLayout.JAVA_SHORT, 0);
                neighbour.data().set(ValueLayout.JAVA_SHORT, 0, (short) (bits + step));
                assertThat(Math.abs(kept - value)).isLessThanOrEqualTo(Math.abs(neighbour.get(0) - value));
            }
        }
    }

    @Test
    void aSliceIsTheSameMemory() {
        Tensor matrix = tensor(DType.F32, 4, 3);
        Tensor slice = matrix.slice(5, 2);
        assertThat(slice).hasToString("F32[2]");
        slice.set(1, 9);
        assertThat(matrix.get(6)).isEqualTo(9);
        assertThat(matrix.slice(12, 0).size()).isZero();
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> matrix.slice(11, 2));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> matrix.slice(5, -1));
    }

    @Test
    void rowsKeepTheirShape() {
        Tensor cube = tensor(DType.F32, 4, 3, 2);
        Tensor rows = cube.rows(1, 2);
        assertThat(rows).hasToString("F32[2, 3, 2]");
        rows.set(0, 9);
        assertThat(cube.get(6)).isEqualTo(9);
        assertThat(cube.rows(4, 0)).hasToString("F32[0, 3, 2]");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> cube.rows(3, 2));
        Tensor vector = tensor(DType.F32, 5);
        assertThat(vector.rows(0, 1)).hasToString("F32[5]");
        assertThat(vector.rows(0, 0)).hasToString("F32[0]");
        assertThat(vector.rows(0, 0).data().byteSize()).isZero();
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> vector.rows(1, 1));
    }

    @Test
    void anotherShapeOfTheSameSize() {
        Tensor matrix = tensor(DType.F32, 4, 3);
        assertThat(matrix.as(Shape.of(2, 6)).data().address())
                .isEqualTo(matrix.data().address());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> matrix.as(Shape.of(5)))
                .withMessage("A tensor of shape [4, 3] cannot be seen as [5].");
    }

    @Test
    void readOnlyRefusesWrites() {
        Tensor tensor = tensor(DType.F32, 4);
        Tensor borrowed = tensor.readOnly();
        tensor.set(0, 3);
        assertThat(borrowed.get(0)).isEqualTo(3);
        assertThat(borrowed.readOnly()).isSameAs(borrowed);
        assertThatIllegalArgumentException().isThrownBy(() -> borrowed.set(0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> borrowed.slice(0, 1).set(0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> borrowed.rows(0, 1).as(Shape.of(2, 2)).set(0, 1));
    }

    @Test
    void aShapeAloneHasNoElement() {
        Tensor shape = Tensor.shapeOnly(DType.F32, Shape.of(4, 3));
        assertThat(shape.size()).isEqualTo(12);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> shape.get(0));
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> shape.set(0, 1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> shape.slice(0, 1));
    }

    @Test
    void memoryMustBeNativeAndFit(@TempDir Path folder) throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.of(MemorySegment.ofArray(new float[4]), DType.F32, Shape.of(4)))
                .withMessage(
                        "A tensor needs native memory that is not mapped; view mapped memory through its address.");
        Path file = Files.write(folder.resolve("mapped"), new byte[16]);
        try (var channel = FileChannel.open(file)) {
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, 16, arena);
            assertThatIllegalArgumentException().isThrownBy(() -> Tensor.of(mapped, DType.F32, Shape.of(4)));
        }
        for (long bytes : new long[] {0, 15, 17, 20}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Tensor.of(arena.allocate(bytes), DType.F32, Shape.of(4)))
                    .withMessage("A tensor F32[4] needs 16 bytes, got " + bytes + ".");
        }
        assertThat(Tensor.of(arena.allocate(0), DType.F64, Shape.of(3, 0)).size())
                .isZero();
    }

    @Test
    void useAfterItsArenaIsAnException() {
        Tensor tensor;
        try (Arena brief = Arena.ofConfined()) {
            tensor = Tensor.of(brief.allocate(4), DType.F32, Shape.of(1));
        }
        assertThatIllegalStateException().isThrownBy(() -> tensor.get(0));
    }
}
