package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.arrow.Memory;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Pass;
import io.fletching.spi.Scope;
import io.fletching.spi.Shape;
import io.fletching.spi.State;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.Tensor;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CutTest {
    private static final StateSlot LIKE = StateSlot.like("like");
    private static final StateSlot ROW = StateSlot.perRow("row");
    private static final StateSlot BLOCK = StateSlot.perBlock("block", 256);
    private static final StateSlot CHUNK = StateSlot.perChunk("chunk").sized(3);
    private static final StateSlot FIXED = StateSlot.fixed("fixed").sized(2, 5);

    private final Memory memory = Memory.create();

    @AfterEach
    void nothingIsLeft() {
        memory.close();
        assertThat(memory.bytes()).isZero();
    }

    @Test
    void elementsGoBy65536() {
        Cut cut = Cut.of(StateLayout.elementwise(), Shape.of(2, 65_537));
        assertThat(cut.parts()).isEqualTo(3);
        assertThat(cut.first(2)).isEqualTo(131_072);
        assertThat(cut.count(1)).isEqualTo(65_536);
        assertThat(cut.count(2)).isEqualTo(2);
        Cut empty = Cut.of(StateLayout.elementwise(), Shape.of(0));
        assertThat(empty.parts()).isEqualTo(1);
        assertThat(empty.count(0)).isZero();
    }

    @Test
    void rowsComeNear65536Elements() {
        Cut cut = Cut.of(StateLayout.rowwise(CHUNK), Shape.of(10, 20_000));
        assertThat(cut.parts()).isEqualTo(4);
        assertThat(cut.count(0)).isEqualTo(3);
        assertThat(cut.count(3)).isEqualTo(1);
        assertThat(Cut.of(StateLayout.rowwise(), Shape.of(3, 70_000)).parts()).isEqualTo(3);
        assertThat(Cut.of(StateLayout.rowwise(), Shape.of(1_000_000)).parts())
                .as("a vector is one row")
                .isEqualTo(1);
    }

    @Test
    void widePartialSumsStayUnderOne64thOfTheData() {
        Shape shape = Shape.of(8192, 768);
        Cut wide = Cut.of(StateLayout.rowwise(StateSlot.perChunk("sums").sized(2 * 768)), shape);
        assertThat(wide.count(0)).as("ceil(8192 / 64) and 64 * width / length").isEqualTo(128);
        Cut short256 = Cut.of(StateLayout.rowwise(StateSlot.perChunk("sums").sized(2 * 768)), Shape.of(512, 768));
        assertThat(short256.count(0)).isEqualTo(128);
        Cut narrow = Cut.of(StateLayout.rowwise(StateSlot.perChunk("sums").sized(64)), shape);
        assertThat(narrow.count(0)).isEqualTo(85);
    }

    @Test
    void sharesAreAtMost64AndEqual() {
        assertThat(Cut.shares(3)).isEqualTo(3);
        assertThat(Cut.shares(1000)).isEqualTo(64);
        assertThat(Cut.shareFirst(1000, 0)).isZero();
        assertThat(Cut.shareFirst(1000, 64)).isEqualTo(1000);
        for (int share = 0; share < 64; share++) {
            assertThat(Cut.shareFirst(1000, share + 1) - Cut.shareFirst(1000, share))
                    .isBetween(15L, 16L);
        }
    }

    @Test
    void aPartSeesItsSliceAndFixedSlotsReadOnly() {
        Shape shape = Shape.of(4, 30_000);
        StateLayout layout = StateLayout.rowwise(LIKE, ROW, CHUNK, FIXED);
        Cut cut = Cut.of(layout, shape);
        Map<StateSlot, Tensor> slots = allocate(layout, cut, shape);
        State[] parts = States.parts(layout, cut, slots::get, slots::get);
        assertThat(parts).hasSize(2);
        State second = parts[1];
        assertThat(second.get(LIKE).shape()).isEqualTo(Shape.of(2, 30_000));
        assertThat(second.get(ROW).shape()).isEqualTo(Shape.of(2));
        assertThat(second.get(CHUNK).shape()).isEqualTo(Shape.of(3));
        second.get(LIKE).set(0, 7);
        second.get(ROW).set(1, 8);
        second.get(CHUNK).set(2, 9);
        assertThat(slots.get(LIKE).get(60_000)).isEqualTo(7);
        assertThat(slots.get(ROW).get(3)).isEqualTo(8);
        assertThat(slots.get(CHUNK).get(5)).isEqualTo(9);
        assertThatThrownBy(() -> second.get(ROW).set(2, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(second.get(FIXED).shape()).isEqualTo(Shape.of(2, 5));
        assertThatThrownBy(() -> second.get(FIXED).set(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCombiningPassSeesShapesAndChunksInPartOrder() {
        Shape shape = Shape.of(200_000);
        StateLayout layout = StateLayout.elementwise(LIKE, BLOCK, CHUNK, FIXED).passes(Pass.parts(), Pass.whole());
        Cut cut = Cut.of(layout, shape);
        Map<StateSlot, Tensor> slots = allocate(layout, cut, shape);
        State whole = States.combining(layout, cut, slots::get, slots::get);
        assertThat(whole.get(LIKE).shape()).isEqualTo(shape);
        assertThatThrownBy(() -> whole.get(LIKE).get(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(whole.get(BLOCK).size()).isEqualTo(782);
        assertThatThrownBy(() -> whole.get(BLOCK).get(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(whole.get(CHUNK).shape()).isEqualTo(Shape.of(4, 3));
        whole.get(FIXED).set(9, 1);
        assertThat(slots.get(FIXED).get(9)).isEqualTo(1);
        State last = States.parts(layout, cut, slots::get, slots::get)[3];
        assertThat(last.get(BLOCK).size()).as("ceil(3392 / 256)").isEqualTo(14);
    }

    @Test
    void aTensorThatIsNotCutIsSeenWhole() {
        Shape shape = Shape.of(3, 4);
        StateLayout layout = StateLayout.whole(LIKE, ROW, CHUNK, FIXED);
        Cut cut = Cut.of(layout, shape);
        Map<StateSlot, Tensor> slots = allocate(layout, cut, shape);
        State state = States.combining(layout, cut, slots::get, slots::get);
        state.get(LIKE).set(11, 1);
        state.get(FIXED).set(0, 1);
        assertThat(state.get(ROW).size()).isEqualTo(3);
        assertThat(state.get(CHUNK).shape()).isEqualTo(Shape.of(1, 3));
    }

    @Test
    void anUndeclaredSlotIsTheProvidersError() {
        StateLayout layout = StateLayout.elementwise(FIXED);
        Cut cut = Cut.of(layout, Shape.of(1));
        State state = States.combining(layout, cut, allocate(layout, cut, Shape.of(1))::get, slot -> null);
        assertThat(state.has(FIXED)).isTrue();
        assertThat(state.has(LIKE)).isFalse();
        assertThatThrownBy(() -> state.get(StateSlot.like("fixes")))
                .isInstanceOfSatisfying(
                        FletchingException.class, e -> assertThat(e.code()).isEqualTo("slot-undeclared"))
                .hasMessageContaining("'fixes'")
                .hasMessageContaining("Did you mean 'fixed'?");
    }

    @Test
    void aBlockThatAPartSplitsIsRefused() {
        StateLayout layout = StateLayout.elementwise(BLOCK);
        Cut cut = Cut.rows(Scope.ELEMENT, Shape.of(10, 30), 3);
        Map<StateSlot, Tensor> slots = allocate(layout, cut, Shape.of(10, 30));
        assertThatThrownBy(() -> States.parts(layout, cut, slots::get, slots::get))
                .isInstanceOf(FletchingException.class)
                .hasMessageContaining("blocks of 256");
    }

    private Map<StateSlot, Tensor> allocate(StateLayout layout, Cut cut, Shape shape) {
        var slots = new HashMap<StateSlot, Tensor>();
        layout.slots().forEach(slot -> slots.put(slot, memory.allocate(slot.dtype(), cut.shape(slot, shape))));
        assertThat(slots.values()).allMatch(tensor -> tensor.dtype() == DType.F32 || tensor.dtype() == DType.F64);
        return slots;
    }
}
