package io.fletching.arrow;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.Random;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArrowTensorsTest {
    @RegisterExtension
    final NothingOutstanding root = new NothingOutstanding();

    private Float4Vector floats(int n) {
        var vector = new Float4Vector("x", root.allocator());
        vector.allocateNew(n);
        for (int i = 0; i < n; i++) {
            vector.set(i, i);
        }
        vector.setValueCount(n);
        return vector;
    }

    /// Lists of lists of doubles, `[rows, 2, 3]`, whose flat element i is i.
    private FixedSizeListVector nested(int rows) {
        var outer = FixedSizeListVector.empty("x", 2, root.allocator());
        var inner = (FixedSizeListVector) outer.addOrGetVector(FieldType.nullable(new ArrowType.FixedSizeList(3)))
                .getVector();
        var values = (Float8Vector) inner.addOrGetVector(FieldType.nullable(MinorType.FLOAT8.getType()))
                .getVector();
        for (int i = 0; i < rows * 6; i++) {
            values.setSafe(i, i);
        }
        for (int i = 0; i < rows * 2; i++) {
            inner.setNotNull(i);
        }
        for (int i = 0; i < rows; i++) {
            outer.setNotNull(i);
        }
        outer.setValueCount(rows);
        return outer;
    }

    @Test
    void aVectorAndItsTensorAreTheSameMemory() {
        try (var vector = floats(100);
                var view = ArrowTensors.of(vector)) {
            Tensor tensor = view.tensor();
            assertThat(tensor).hasToString("F32[100]");
            assertThat(tensor.data().address()).isEqualTo(vector.getDataBufferAddress());
            tensor.set(7, -1);
            vector.set(8, -2);
            assertThat(vector.get(7)).isEqualTo(-1);
            assertThat(tensor.get(8)).isEqualTo(-2);
            assertThat(tensor.get(99)).isEqualTo(99);
        }
    }

    @Test
    void slicesAtAnyElementAreTheSameMemory() {
        var random = new Random(1);
        try (var vector = floats(200)) {
            for (int round = 0; round < 300; round++) {
                int first = random.nextInt(201);
                int count = random.nextInt(201 - first);
                var transfer = vector.getTransferPair(root.allocator());
                transfer.splitAndTransfer(first, count);
                try (var slice = (Float4Vector) transfer.getTo();
                        var view = ArrowTensors.of(slice)) {
                    assertThat(view.tensor().shape()).isEqualTo(Shape.of(count));
                    for (int i = 0; i < count; i++) {
                        assertThat(view.tensor().get(i)).isEqualTo(first + i);
                    }
                    if (count > 0) {
                        assertThat(view.tensor().data().address())
                                .isEqualTo(vector.getDataBufferAddress() + 4L * first);
                    }
                }
            }
        }
    }

    @Test
    void nestedListsAndTheirSlicesAreTheSameMemory() {
        try (var vector = nested(20)) {
            var values = ((FixedSizeListVector) vector.getDataVector()).getDataVector();
            for (int first = 0; first <= 20; first++) {
                int count = Math.min(9, 20 - first);
                var transfer = vector.getTransferPair(root.allocator());
                transfer.splitAndTransfer(first, count);
                try (var slice = (FixedSizeListVector) transfer.getTo();
                        var view = ArrowTensors.of(slice)) {
                    assertThat(view.tensor()).hasToString("F64[" + count + ", 2, 3]");
                    for (int i = 0; i < count * 6; i++) {
                        assertThat(view.tensor().get(i)).isEqualTo(first * 6 + i);
                    }
                    if (count > 0) {
                        assertThat(view.tensor().data().address())
                                .isEqualTo(values.getDataBufferAddress() + 48L * first);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyRangeOfABufferIsSeenAndNoOther(DType type) {
        var random = new Random(2);
        try (var buffer = root.allocator().buffer(256)) {
            for (int i = 0; i < 256; i++) {
                buffer.setByte(i, i);
            }
            for (int round = 0; round < 500; round++) {
                int from = random.nextInt(257);
                var slice = buffer.slice(from, random.nextInt(257 - from));
                long first = random.nextLong(-20, 280);
                long count = random.nextInt(80);
                if (first < 0 || first + count * type.bytes() > slice.capacity()) {
                    assertThatExceptionOfType(FletchingException.class)
                            .isThrownBy(() -> ArrowTensors.of(slice, first, type, Shape.of(count)))
                            .withMessage("The tensor " + type + "[" + count + "] needs " + count * type.bytes()
                                    + " bytes from byte " + first + " of a buffer that has " + slice.capacity() + ".");
                    continue;
                }
                try (var view = ArrowTensors.of(slice, first, type, Shape.of(count))) {
                    var data = view.tensor().data();
                    assertThat(data.address()).isEqualTo(buffer.memoryAddress() + from + first);
                    for (long i = 0; i < data.byteSize(); i++) {
                        assertThat(data.get(JAVA_BYTE, i)).isEqualTo((byte) (from + first + i));
                    }
                }
            }
            assertThat(buffer.refCnt()).isOne();
        }
    }

    @Test
    void aSliceOfNegativeLengthIsRefused() {
        try (var buffer = root.allocator().buffer(256)) {
            var odd = buffer.slice(100, -50);
            for (long count : new long[] {0, 1}) {
                assertThatExceptionOfType(FletchingException.class)
                        .isThrownBy(() -> ArrowTensors.of(odd, 0, DType.F32, Shape.of(count)))
                        .withMessageEndingWith("of a buffer that has -50.");
            }
        }
    }

    @Test
    void aViewOutlivesItsVectorAndEndsBeforeItsMemory() {
        var vector = floats(10);
        var view = ArrowTensors.of(vector);
        var other = ArrowTensors.of(vector);
        vector.close();
        assertThat(root.allocator().getAllocatedMemory()).isPositive();
        assertThat(view.tensor().get(9)).isEqualTo(9);
        view.close();
        view.close();
        assertThatIllegalStateException().isThrownBy(() -> view.tensor().get(9));
        assertThat(other.tensor().get(9)).isEqualTo(9);
        other.close();
        assertThat(root.allocator().getAllocatedMemory()).isZero();
    }

    @Test
    void aClosedBufferIsRefused() {
        var buffer = root.allocator().buffer(64);
        buffer.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> ArrowTensors.of(buffer, 0, DType.F32, Shape.of(1)))
                .withMessage("The buffer of the tensor F32[1] is closed.");
    }

    @Test
    void borrowedDataIsReadOnlyOnRequest() {
        try (var vector = floats(10);
                var view = ArrowTensors.of(vector)) {
            Tensor borrowed = view.tensor().readOnly();
            assertThat(borrowed.get(3)).isEqualTo(3);
            assertThatIllegalArgumentException().isThrownBy(() -> borrowed.set(3, 0));
        }
    }

    @Test
    void aNullIsRefusedByItsIndex() {
        try (var vector = floats(100)) {
            vector.setNull(70);
            vector.setNull(42);
            refused(vector, "Vector 'x' has a null at index 42; tensors have no nulls. Fill or drop them first.");
        }
        try (var lists = nested(20)) {
            ((FixedSizeListVector) lists.getDataVector()).getDataVector().setNull(31);
            refused(
                    lists,
                    "Vector 'x', in its lists, has a null at index 31; tensors have no nulls. Fill or drop them first.");
            lists.setNull(4);
            refused(lists, "Vector 'x' has a null at index 4; tensors have no nulls. Fill or drop them first.");
        }
    }

    @Test
    void listsWithTooFewElementsAreRefused() {
        try (var lists = nested(20)) {
            ((FixedSizeListVector) lists.getDataVector()).getDataVector().setValueCount(119);
            refused(lists, "Vector 'x', in its lists, has 119 elements; expected 120.");
        }
    }

    @Test
    void moreThanArrowCountsIsRefused() {
        try (var memory = Memory.of(root.allocator(), "model")) {
            Tensor wide = memory.allocate(DType.F32, Shape.of(0, 1L << 31));
            assertThatExceptionOfType(FletchingException.class)
                    .isThrownBy(() -> ArrowTensors.rows("w", wide, memory))
                    .withMessage("The tensor F32[0, 2147483648] cannot be vector 'w': Arrow's vectors end at 2147483647"
                            + " elements.");
        }
    }

    @Test
    void aTypeThatIsNoTensorsIsRefused() {
        try (var words = new VarCharVector("words", root.allocator())) {
            refused(
                    words,
                    "Vector 'words' has elements of VARCHAR; a tensor can see [TINYINT, INT, BIGINT, FLOAT2, FLOAT4,"
                            + " FLOAT8] and fixed-size lists of them.");
        }
    }

    private static void refused(FieldVector vector, String message) {
        assertThatExceptionOfType(FletchingException.class)
                .isThrownBy(() -> ArrowTensors.of(vector))
                .withMessage(message)
                .matches(error -> error.kind() == Kind.DATA);
    }

    @Test
    void emptyVectorsAreEmptyTensors() {
        try (var vector = new Float4Vector("x", root.allocator());
                var view = ArrowTensors.of(vector);
                var lists = nested(0);
                var rows = ArrowTensors.of(lists)) {
            assertThat(view.tensor()).hasToString("F32[0]");
            assertThat(rows.tensor()).hasToString("F64[0, 2, 3]");
        }
    }

    @Test
    void integersAreTensorsToo() {
        try (var vector = new BigIntVector("labels", root.allocator())) {
            vector.setSafe(0, Long.MIN_VALUE);
            vector.setSafe(1, 5);
            vector.setValueCount(2);
            try (var view = ArrowTensors.of(vector)) {
                assertThat(view.tensor()).hasToString("I64[2]");
                assertThat(view.tensor().get(0)).isEqualTo(Long.MIN_VALUE);
                assertThat(view.tensor().get(1)).isEqualTo(5);
            }
        }
    }

    @Test
    void aTensorIsAVectorOfTheSameMemory() {
        try (var memory = Memory.of(root.allocator(), "model")) {
            Tensor tensor = memory.allocate(DType.F32, Shape.of(3, 4000));
            tensor.set(11_999, 5);
            try (var vector = ArrowTensors.vector("w", tensor, memory);
                    var part = ArrowTensors.vector("part", tensor.rows(1, 2), memory);
                    var view = ArrowTensors.of(part)) {
                assertThat(vector.getDataBufferAddress())
                        .isEqualTo(tensor.data().address());
                assertThat(vector.getValueCount()).isEqualTo(12_000);
                assertThat(vector.getNullCount()).isZero();
                assertThat(vector.get(11_999)).isEqualTo(5);
                vector.set(4000, 7);
                assertThat(part.get(0)).isEqualTo(7);
                assertThat(view.tensor().data().address())
                        .isEqualTo(tensor.data().address() + 16_000);
            }
            assertThat(tensor.get(4000)).isEqualTo(7);
        }
    }

    @Test
    void aTensorIsListsOfTheSameMemory() {
        try (var memory = Memory.of(root.allocator(), "model")) {
            for (DType type : DType.values()) {
                Tensor tensor = memory.allocate(type, Shape.of(3, 4, 5));
                if (type == DType.BF16) {
                    assertThatExceptionOfType(FletchingException.class)
                            .isThrownBy(() -> ArrowTensors.rows("w", tensor, memory))
                            .withMessage("The tensor BF16[3, 4, 5] cannot be vector 'w': Arrow has no vector of BF16.");
                    continue;
                }
                try (var rows = ArrowTensors.rows("w", tensor, memory);
                        var view = ArrowTensors.of(rows)) {
                    tensor.set(21, 3);
                    assertThat(rows.getDataVector().getDataBufferAddress())
                            .isEqualTo(tensor.data().address());
                    assertThat(rows.getField().isNullable()).isFalse();
                    assertThat(rows.getValueCount()).isEqualTo(3);
                    assertThat(view.tensor()).hasToString(type + "[3, 20]");
                    assertThat(((Number) rows.getObject(1).get(1)).intValue())
                            .isEqualTo(type == DType.F16 ? 0x4200 : 3);
                }
            }
        }
    }

    @Test
    void aTensorOfAnotherRegionOrTypeIsRefused() {
        try (var memory = Memory.of(root.allocator(), "model");
                var other = Memory.of(root.allocator(), "other")) {
            Tensor tensor = memory.allocate(DType.F32, Shape.of(3));
            assertThatExceptionOfType(FletchingException.class)
                    .isThrownBy(() -> ArrowTensors.vector("w", tensor, other))
                    .withMessage("The tensor F32[3] lies outside region 'other'; name the region that allocated it, or"
                            + " copy it.");
            other.allocate(DType.F32, Shape.of(3));
            assertThatExceptionOfType(FletchingException.class).isThrownBy(() -> ArrowTensors.rows("w", tensor, other));
            assertThatExceptionOfType(FletchingException.class)
                    .isThrownBy(() -> ArrowTensors.vector("w", memory.allocate(DType.F64, Shape.of(3)), memory))
                    .withMessage("The tensor F64[3] cannot be vector 'w': expected elements of F32.");
        }
    }

    @Test
    void noRoomForTheValidityIsOneSentence() {
        try (var memory = Memory.of(root.allocator(), "model")) {
            Tensor tensor = memory.allocate(DType.F32, Shape.of(64_000));
            root.allocator().setLimit(memory.bytes());
            assertThatExceptionOfType(FletchingException.class)
                    .isThrownBy(() -> ArrowTensors.rows("w", tensor, memory))
                    .withMessageStartingWith("Region 'model' has no room for the validity of vector 'w': it wants 8000"
                            + " bytes and some padding, and allocator 'ROOT' has ");
        }
    }

    @Test
    void aVectorThatOutlivesItsRegionIsALeakAndNoCrash() {
        var memory = Memory.of(root.allocator(), "model");
        var vector = ArrowTensors.vector("w", memory.allocate(DType.F32, Shape.of(3)), memory);
        assertThatExceptionOfType(FletchingException.class)
                .isThrownBy(memory::close)
                .withMessageStartingWith("Region 'model' is closed while ");
        assertThat(vector.get(2)).isZero();
        vector.close();
        memory.close();
    }
}
