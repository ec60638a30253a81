package io.fletching.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.StateSlot.Extent;
import io.fletching.spi.StateSlot.Life;
import org.junit.jupiter.api.Test;

class StateLayoutTest {
    private static final StateSlot MEAN = StateSlot.like("mean");
    private static final StateSlot SUMS = StateSlot.perChunk("sums");

    @Test
    void factoriesSayScopeAndPasses() {
        assertThat(StateLayout.none()).hasToString("ELEMENT [] [] scalars=0 v1");
        assertThat(StateLayout.elementwise(MEAN)).hasToString("ELEMENT [mean:F32 LIKE[] KEPT] [parts] scalars=0 v1");
        assertThat(StateLayout.rowwise()).hasToString("ROW [] [parts] scalars=0 v1");
        assertThat(StateLayout.whole()).hasToString("TENSOR [] [whole] scalars=0 v1");
    }

    @Test
    void everyChangeIsACopyThatKeepsTheRest() {
        StateLayout plain = StateLayout.rowwise(MEAN, SUMS);
        StateLayout lamb = plain.scalars(3).version(2).passes(Pass.parts(), Pass.whole(), Pass.shares(8), Pass.parts());
        assertThat(lamb)
                .hasToString("ROW [mean:F32 LIKE[] KEPT, sums:F64 CHUNK[1] SCRATCH] [parts, whole, shares(8), parts]"
                        + " scalars=3 v2");
        assertThat(lamb.slots()).containsExactly(MEAN, SUMS);
        assertThat(lamb.slots(Life.SCRATCH)).containsExactly(SUMS);
        assertThat(plain).isEqualTo(StateLayout.rowwise(MEAN, SUMS)).hasSameHashCodeAs(StateLayout.rowwise(MEAN, SUMS));
        assertThat(plain)
                .isNotEqualTo(lamb)
                .isNotEqualTo(plain.scalars(1))
                .isNotEqualTo(plain.version(2))
                .isNotEqualTo(plain.passes())
                .isNotEqualTo(StateLayout.elementwise(MEAN, SUMS))
                .isNotEqualTo(StateLayout.rowwise(SUMS, MEAN));
    }

    @Test
    void whatHasNoMeaningIsRefused() {
        refused(
                "slot-twice",
                "A layout declares the slot 'mean' twice.",
                () -> StateLayout.elementwise(MEAN, SUMS, StateSlot.fixed("mean")));
        refused(
                "slot-scope",
                "The slot 'row' has extent ROW, which has no meaning in a layout of scope ELEMENT.",
                () -> StateLayout.elementwise(StateSlot.perRow("row")));
        refused(
                "slot-scope",
                "The slot 'scale' has extent BLOCK, which has no meaning in a layout of scope ROW.",
                () -> StateLayout.rowwise(StateSlot.perBlock("scale", 256)));
        refused(
                "slot-scope",
                "The slot 'scale' has extent BLOCK, which has no meaning in a layout of scope TENSOR.",
                () -> StateLayout.whole(StateSlot.perBlock("scale", 256)));
        refused(
                "layout-scalars",
                "A layout declares -1 scalars; expected 0 or more.",
                () -> StateLayout.none().scalars(-1));
        refused(
                "layout-version",
                "A layout declares version 0; expected 1 or more.",
                () -> StateLayout.none().version(0));
    }

    private static void refused(String code, String message, Runnable declaration) {
        assertThatExceptionOfType(FletchingException.class)
                .isThrownBy(declaration::run)
                .withMessage(message)
                .matches(error -> error.kind() == Kind.PROVIDER && error.code().equals(code));
    }

    @Test
    void slotsStartAsTheirFactorySays() {
        assertThat(MEAN).hasToString("mean:F32 LIKE[] KEPT");
        assertThat(StateSlot.perRow("row")).hasToString("row:F32 ROW[] KEPT");
        assertThat(StateSlot.perBlock("scale", 256)).hasToString("scale:F32 BLOCK[256] KEPT");
        assertThat(SUMS).hasToString("sums:F64 CHUNK[1] SCRATCH");
        assertThat(StateSlot.fixed("ratio")).hasToString("ratio:F32 FIXED[1] KEPT");
        assertThat(MEAN.initial()).isZero();
        assertThat(MEAN.isFromParameter()).isFalse();
    }

    @Test
    void slotsChangeByCopies() {
        assertThat(SUMS.sized(6).shape()).isEqualTo(Shape.of(6));
        assertThat(StateSlot.fixed("gamma").sized(3, 4).life(Life.LEARNED).initially(1))
                .hasToString("gamma:F32 FIXED[3, 4] LEARNED")
                .extracting(StateSlot::initial)
                .isEqualTo(1.0);
        assertThat(MEAN.as(DType.I8).dtype()).isEqualTo(DType.I8);
        assertThat(MEAN.fromParameter().isFromParameter()).isTrue();
        assertThat(MEAN.fromParameter().initially(2).isFromParameter()).isFalse();
        assertThat(MEAN.initially(2).fromParameter().initial()).isZero();
        assertThat(MEAN)
                .isEqualTo(StateSlot.like("mean"))
                .hasSameHashCodeAs(StateSlot.like("mean"))
                .isNotEqualTo(MEAN.as(DType.F64))
                .isNotEqualTo(MEAN.life(Life.SCRATCH))
                .isNotEqualTo(MEAN.initially(1))
                .isNotEqualTo(MEAN.fromParameter())
                .isNotEqualTo(StateSlot.like("square"))
                .isNotEqualTo(StateSlot.perRow("mean"));
    }

    @Test
    void onlyFixedAndChunkSlotsHaveASize() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MEAN.sized(3))
                .withMessage("The slot 'mean' has extent LIKE; only FIXED slots have a shape and CHUNK slots a width.");
        assertThatIllegalArgumentException().isThrownBy(() -> SUMS.sized(3, 4));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StateSlot.fixed("z").fromParameter())
                .withMessage("The slot 'z' has extent FIXED; only a LIKE slot can start as the parameter.");
    }

    @Test
    void blocksArePowersOfTwo() {
        for (int block = 1; block <= 65_536; block *= 2) {
            assertThat(StateSlot.perBlock("scale", block).shape()).isEqualTo(Shape.of(block));
        }
        for (int block : new int[] {0, -1, 3, 48, 131_072, Integer.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StateSlot.perBlock("scale", block))
                    .withMessage("The block of slot 'scale' is " + block + "; expected a power of two up to 65536.");
        }
    }

    @Test
    void passes() {
        assertThat(Pass.parts().isParts()).isTrue();
        assertThat(Pass.parts().units()).isZero();
        assertThat(Pass.whole().isParts()).isFalse();
        assertThat(Pass.whole().units()).isOne();
        assertThat(Pass.shares(768).units()).isEqualTo(768);
        assertThat(Pass.shares(1)).isEqualTo(Pass.whole()).hasSameHashCodeAs(Pass.whole());
        assertThat(Pass.shares(2)).isNotEqualTo(Pass.whole()).hasToString("shares(2)");
        for (long units : new long[] {0, -1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Pass.shares(units))
                    .withMessage("A pass of shares needs at least 1 unit, got " + units + ".");
        }
    }

    @Test
    void extentsFitScopes() {
        for (Scope scope : Scope.values()) {
            assertThat(Extent.LIKE.fits(scope)).isTrue();
            assertThat(Extent.CHUNK.fits(scope)).isTrue();
            assertThat(Extent.FIXED.fits(scope)).isTrue();
            assertThat(Extent.ROW.fits(scope)).isEqualTo(scope != Scope.ELEMENT);
            assertThat(Extent.BLOCK.fits(scope)).isEqualTo(scope == Scope.ELEMENT);
        }
    }
}
