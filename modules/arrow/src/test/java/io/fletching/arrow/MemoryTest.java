package io.fletching.arrow;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MemoryTest {
    @RegisterExtension
    final NothingOutstanding root = new NothingOutstanding();

    @Test
    void tensorsAreZeroAlignedAndApart() {
        try (var memory = Memory.of(root.allocator(), "model")) {
            var tensors = new ArrayList<Tensor>();
            for (DType type : DType.values()) {
                for (long n : new long[] {0, 1, 3, 1000, 5000}) {
                    tensors.add(memory.allocate(type, Shape.of(n)));
                }
            }
            for (Tensor tensor : tensors) {
                assertThat(tensor.data().address() % 64).isZero();
                assertThat(tensor.data().byteSize())
                        .isEqualTo(tensor.size() * tensor.dtype().bytes());
                assertThat(tensor.data().toArray(JAVA_BYTE))
                        .isEqualTo(new byte[(int) tensor.data().byteSize()]);
                tensor.data().fill((byte) -1);
            }
        }
    }

    @Test
    void dirtyMemoryIsZeroed() {
        for (int round = 0; round < 50; round++) {
            try (var memory = Memory.of(root.allocator(), "model")) {
                Tensor tensor = memory.allocate(DType.F64, Shape.of(100));
                for (int i = 0; i < 100; i++) {
                    assertThat(tensor.get(i)).isZero();
                    tensor.set(i, i + 1);
                }
            }
        }
    }

    @Test
    void noTwoTensorsShareAByte() {
        try (var memory = Memory.of(root.allocator(), "model")) {
            var tensors = new ArrayList<Tensor>();
            for (int i = 0; i < 40; i++) {
                Tensor tensor = memory.allocate(DType.F32, Shape.of(i * 60L));
                for (int k = 0; k < tensor.size(); k++) {
                    tensor.set(k, i);
                }
                tensors.add(tensor);
            }
            for (int i = 0; i < 40; i++) {
                for (int k = 0; k < tensors.get(i).size(); k++) {
                    assertThat(tensors.get(i).get(k)).isEqualTo(i);
                }
            }
        }
    }

    @Test
    void largeTensorsStartAtDifferentOffsetsOfAPage() {
        try (var memory = Memory.of(root.allocator(), "model")) {
            var offsets = new HashSet<Long>();
            for (int i = 0; i < 32; i++) {
                offsets.add(memory.allocate(DType.F32, Shape.of(1 << 16)).data().address() % 4096);
            }
            assertThat(offsets).hasSizeGreaterThanOrEqualTo(31);
        }
    }

    @Test
    void useAfterCloseIsAnException() {
        var memory = Memory.of(root.allocator(), "model");
        Tensor tensor = memory.allocate(DType.F32, Shape.of(8));
        Tensor slice = tensor.slice(2, 3).readOnly();
        memory.close();
        assertThatIllegalStateException().isThrownBy(() -> tensor.get(0));
        assertThatIllegalStateException().isThrownBy(() -> tensor.set(7, 1));
        assertThatIllegalStateException().isThrownBy(() -> slice.get(0));
        assertThatIllegalStateException()
                .isThrownBy(() -> memory.allocate(DType.F32, Shape.of(1)))
                .withMessage("Region 'model' is closed.");
        assertThatIllegalStateException().isThrownBy(() -> memory.child("state"));
        assertThatNoException().isThrownBy(memory::close);
    }

    @Test
    void tensorsAreUsedByOtherThreads() throws InterruptedException {
        try (var memory = Memory.of(root.allocator(), "model")) {
            Tensor tensor = memory.allocate(DType.F32, Shape.of(8));
            Thread.ofPlatform().start(() -> tensor.set(3, 5)).join();
            assertThat(tensor.get(3)).isEqualTo(5);
        }
    }

    @Test
    void closingARegionClosesWhatIsNestedInIt() {
        var memory = Memory.of(root.allocator(), "training");
        var state = memory.child("optimizer");
        Tensor inner = state.child("scratch").allocate(DType.F32, Shape.of(8));
        Tensor gone = state.child("gone").allocate(DType.F32, Shape.of(8));
        assertThat(memory.bytes()).isPositive().isEqualTo(state.bytes());
        assertThat(root.allocator().getAllocatedMemory()).isEqualTo(memory.bytes());
        assertThat(state).hasToString("training/optimizer (" + state.bytes() + " bytes)");
        memory.close();
        assertThatIllegalStateException().isThrownBy(() -> inner.get(0));
        assertThatIllegalStateException().isThrownBy(() -> gone.get(0));
        state.close();
    }

    @Test
    void aNestedRegionMayCloseFirst() {
        try (var memory = Memory.of(root.allocator(), "training")) {
            Tensor outer = memory.allocate(DType.F32, Shape.of(8));
            long before = memory.bytes();
            for (int batch = 0; batch < 3; batch++) {
                try (var scratch = memory.child("scratch")) {
                    scratch.allocate(DType.F32, Shape.of(8));
                    assertThat(memory.bytes()).isGreaterThan(before);
                }
                assertThat(memory.bytes()).isEqualTo(before);
            }
            assertThat(outer.get(7)).isZero();
        }
    }

    @Test
    void aLeakNamesTheRegionAndClosingAgainCompletes() {
        var memory = Memory.of(root.allocator(), "training");
        var state = memory.child("optimizer");
        Tensor tensor = state.allocate(DType.F32, Shape.of(8));
        var held = state.allocator().buffer(256);
        assertThatExceptionOfType(FletchingException.class)
                .isThrownBy(memory::close)
                .withMessage(
                        "Region 'training/optimizer' is closed while 256 bytes of it are in use by a vector, buffer or"
                                + " view. Close those before the region.")
                .matches(error -> error.code().equals("memory-leak"));
        assertThatIllegalStateException().isThrownBy(() -> tensor.get(0));
        held.close();
        memory.close();
        memory.close();
    }

    @Test
    void aLimitOfTheHostIsOneSentence() {
        root.allocator().setLimit(10_000);
        try (var memory = Memory.of(root.allocator(), "model")) {
            memory.allocate(DType.F32, Shape.of(10));
            long before = memory.bytes();
            assertThatExceptionOfType(FletchingException.class)
                    .isThrownBy(() -> memory.allocate(DType.F32, Shape.of(3, 2000)))
                    .withMessage(
                            "Region 'model' has no room for F32[3, 2000]: it wants 24000 bytes and some padding, and allocator 'ROOT'"
                                    + " has " + before
                                    + " of at most 10000 bytes in use. Raise the limit or shrink the tensor.")
                    .matches(error -> error.kind() == FletchingException.Kind.USER);
            assertThat(memory.bytes()).isEqualTo(before);
            assertThat(memory.allocate(DType.F32, Shape.of(10)).get(9)).isZero();
        }
    }

    @Test
    void moreThanTheMachineHasIsRefusedAndNotCounted() {
        try (var memory = Memory.create()) {
            for (long size : new long[] {1L << 60, Long.MAX_VALUE - 5000, Long.MAX_VALUE}) {
                assertThatExceptionOfType(FletchingException.class)
                        .isThrownBy(() -> memory.allocate(DType.I8, Shape.of(size)))
                        .withMessage("Region 'memory' has no room for I8[" + size + "]: it wants " + size + " bytes and"
                                + " some padding, and the machine has no more to give. Raise the limit or shrink the"
                                + " tensor.");
            }
            assertThat(memory.bytes()).isZero();
        }
    }

    @Test
    void aRegionOfItsOwnDoesNotRoundToPowersOfTwo() {
        try (var memory = Memory.create()) {
            memory.allocate(DType.F32, Shape.of(1 << 20));
            assertThat(memory.bytes()).isLessThan((4 << 20) + 8192);
        }
    }
}
