package io.fletching.spi;

import java.util.Objects;

/// State that a provider declares and the runtime owns. One static constant is the key: lookups go by name, so a slot
/// whose size depends on the shape is declared as `KEY.sized(n)` and found by `KEY`.
public final class StateSlot {

    /// What a slot has numbers for.
    public enum Extent {
        /// Each element.
        LIKE,
        /// Each row; layouts of scope ROW and TENSOR.
        ROW,
        /// Each run of 2^k elements; layouts of scope ELEMENT.
        BLOCK,
        /// Each part of the cut: how reductions are written.
        CHUNK,
        /// The tensor as a whole.
        FIXED;

        boolean fits(Scope scope) {
            return switch (this) {
                case ROW -> scope != Scope.ELEMENT;
                case BLOCK -> scope == Scope.ELEMENT;
                case LIKE, CHUNK, FIXED -> true;
            };
        }
    }

    /// Who owns a slot, and for how long.
    public enum Life {
        /// As long as the parameter; in checkpoints.
        KEPT,
        /// A parameter of the model, with a gradient.
        LEARNED,
        /// From forward to backward, once for each use of a norm in the graph; undefined at the start.
        SAVED,
        /// One update or phase; undefined at the start, but CHUNK slots start at zero.
        SCRATCH
    }

    private final String name;
    private final DType dtype;
    private final Extent extent;
    private final Shape shape;
    private final Life life;
    private final double initial;
    private final boolean fromParameter;

    private StateSlot(
            String name, DType dtype, Extent extent, Shape shape, Life life, double initial, boolean fromParameter) {
        this.name = Names.check("state slot", name);
        this.dtype = dtype;
        this.extent = extent;
        this.shape = shape;
        this.life = life;
        this.initial = initial;
        this.fromParameter = fromParameter;
    }

    /// An element for each element; F32, KEPT, zero.
    public static StateSlot like(String name) {
        return new StateSlot(name, DType.F32, Extent.LIKE, Shape.of(), Life.KEPT, 0, false);
    }

    /// An element for each row; F32, KEPT, zero.
    public static StateSlot perRow(String name) {
        return new StateSlot(name, DType.F32, Extent.ROW, Shape.of(), Life.KEPT, 0, false);
    }

    /// An element for each `block` elements; F32, KEPT, zero.
    ///
    /// @param block a power of two up to 65,536
    public static StateSlot perBlock(String name, int block) {
        if (block < 1 || block > 65_536 || Integer.bitCount(block) != 1) {
            throw new IllegalArgumentException(
                    "The block of slot '" + name + "' is " + block + "; expected a power of two up to 65536.");
        }
        return new StateSlot(name, DType.F32, Extent.BLOCK, Shape.of(block), Life.KEPT, 0, false);
    }

    /// Numbers of its own for each part, one unless [#sized]; F64, SCRATCH, zero. A combining pass sees them as
    /// `[parts, width]` in part order.
    public static StateSlot perChunk(String name) {
        return new StateSlot(name, DType.F64, Extent.CHUNK, Shape.of(1), Life.SCRATCH, 0, false);
    }

    /// One tensor for all calls, of shape `[1]` unless [#sized]; F32, KEPT, zero.
    public static StateSlot fixed(String name) {
        return new StateSlot(name, DType.F32, Extent.FIXED, Shape.of(1), Life.KEPT, 0, false);
    }

    /// The same slot with a size: a FIXED slot's shape, or the width of a CHUNK slot.
    public StateSlot sized(long... dims) {
        if (extent != Extent.FIXED && !(extent == Extent.CHUNK && dims.length == 1)) {
            throw new IllegalArgumentException("The slot '" + name + "' has extent " + extent
                    + "; only FIXED slots have a shape and CHUNK slots a width.");
        }
        return new StateSlot(name, dtype, extent, Shape.of(dims), life, initial, fromParameter);
    }

    /// The same slot with elements of another type.
    public StateSlot as(DType type) {
        return new StateSlot(name, type, extent, shape, life, initial, fromParameter);
    }

    /// The same slot with another life.
    public StateSlot life(Life life) {
        return new StateSlot(name, dtype, extent, shape, life, initial, fromParameter);
    }

    /// The same slot, starting at this value.
    public StateSlot initially(double value) {
        return new StateSlot(name, dtype, extent, shape, life, value, false);
    }

    /// The same slot, starting as a copy of the parameter.
    public StateSlot fromParameter() {
        if (extent != Extent.LIKE) {
            throw new IllegalArgumentException(
                    "The slot '" + name + "' has extent " + extent + "; only a LIKE slot can start as the parameter.");
        }
        return new StateSlot(name, dtype, extent, shape, life, 0, true);
    }

    /// The key of the slot within its layout, and its name in checkpoints.
    public String name() {
        return name;
    }

    /// The type of its numbers.
    public DType dtype() {
        return dtype;
    }

    /// What it has numbers for.
    public Extent extent() {
        return extent;
    }

    /// FIXED: its shape. CHUNK: `[width]`. BLOCK: `[block]`. Otherwise a scalar's shape.
    public Shape shape() {
        return shape;
    }

    /// Who owns it, and for how long.
    public Life life() {
        return life;
    }

    /// What a KEPT or LEARNED slot is filled with at the start, unless [#isFromParameter()].
    public double initial() {
        return initial;
    }

    /// Whether it starts as a copy of the parameter.
    public boolean isFromParameter() {
        return fromParameter;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StateSlot slot
                && name.equals(slot.name)
                && dtype == slot.dtype
                && extent == slot.extent
                && shape.equals(slot.shape)
                && life == slot.life
                && Double.compare(initial, slot.initial) == 0
                && fromParameter == slot.fromParameter;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, dtype, extent, shape, life, initial, fromParameter);
    }

    @Override
    public String toString() {
        return name + ":" + dtype + " " + extent + shape + " " + life;
    }
}
