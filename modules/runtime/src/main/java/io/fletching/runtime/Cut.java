package io.fletching.runtime;

import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import io.fletching.spi.Scope;
import io.fletching.spi.Shape;
import io.fletching.spi.StateLayout;
import io.fletching.spi.StateSlot;
import io.fletching.spi.StateSlot.Extent;
import io.fletching.spi.Tensor;

/// How a tensor is cut into parts: a function of its shape and the layout alone, never of threads, so that no result
/// can depend on them.
///
/// Elements go by 65,536, rows by as many as come near that, and a layout of scope TENSOR is not cut. Changing a number
/// here changes results.
public final class Cut {
    private static final long ELEMENTS = 65_536;
    private static final int SHARES = 64;

    /// Partial sums may be at most this fraction of the data, and wide ones come in at most so many parts.
    private static final long WIDE = 64;

    private final Scope scope;
    private final long total;
    private final long perPart;
    private final int parts;

    private Cut(Scope scope, long total, long perPart) {
        this.scope = scope;
        this.total = total;
        this.perPart = perPart;
        this.parts = Math.toIntExact(Math.max(1, Math.ceilDiv(total, perPart)));
    }

    /// The cut of a tensor of this shape under a layout.
    public static Cut of(StateLayout layout, Shape shape) {
        return switch (layout.scope()) {
            case ELEMENT -> new Cut(Scope.ELEMENT, shape.size(), ELEMENTS);
            case ROW -> new Cut(Scope.ROW, shape.rows(), rowsPerPart(layout, shape));
            case TENSOR -> new Cut(Scope.TENSOR, shape.size(), Math.max(1, shape.size()));
        };
    }

    /// The cut of a tensor whose parts hold this many rows, as a training loop sends them through a network.
    public static Cut rows(Scope scope, Shape shape, long rowsPerPart) {
        return switch (scope) {
            case ELEMENT -> new Cut(scope, shape.size(), Math.max(1, rowsPerPart * shape.rowLength()));
            case ROW -> new Cut(scope, shape.rows(), rowsPerPart);
            case TENSOR -> new Cut(scope, shape.size(), Math.max(1, shape.size()));
        };
    }

    private static long rowsPerPart(StateLayout layout, Shape shape) {
        long length = Math.max(1, shape.rowLength());
        long rows = Math.max(1, ELEMENTS / length);
        long width = layout.slots().stream()
                .filter(slot -> slot.extent() == Extent.CHUNK)
                .mapToLong(slot -> slot.shape().size())
                .sum();
        return width <= WIDE
                ? rows
                : Math.max(rows, Math.max(Math.ceilDiv(shape.rows(), WIDE), Math.ceilDiv(WIDE * width, length)));
    }

    /// How many calls a pass of shares makes: one for each unit, but at most 64.
    public static int shares(long units) {
        return (int) Math.min(SHARES, units);
    }

    /// The first unit of a share; that of the share behind the last is `units`.
    public static long shareFirst(long units, int share) {
        return units * share / shares(units);
    }

    /// At least 1: a tensor without elements has one part without elements.
    public int parts() {
        return parts;
    }

    /// The first element ([Scope#ELEMENT], [Scope#TENSOR]) or row ([Scope#ROW]) of a part.
    public long first(int part) {
        return part * perPart;
    }

    /// How many elements or rows a part has; the last may be shorter.
    public long count(int part) {
        return Math.min(perPart, total - first(part));
    }

    /// A part of a tensor that has an element for each element of what is cut.
    Tensor part(Tensor whole, int part) {
        return switch (scope) {
            case ELEMENT -> whole.slice(first(part), count(part));
            case ROW -> whole.rows(first(part), count(part));
            case TENSOR -> whole;
        };
    }

    /// What a combining pass sees of a tensor that the parts cut up: its shape, and the memory only under TENSOR.
    Tensor combining(Tensor whole) {
        return scope == Scope.TENSOR ? whole : Tensor.shapeOnly(whole.dtype(), whole.shape());
    }

    /// The shape of the memory behind a slot for a tensor of this shape.
    public Shape shape(StateSlot slot, Shape tensor) {
        return switch (slot.extent()) {
            case LIKE -> tensor;
            case ROW -> Shape.of(tensor.rows());
            case BLOCK -> Shape.of(Math.ceilDiv(tensor.size(), slot.shape().dim(0)));
            case CHUNK -> Shape.of(parts, slot.shape().dim(0));
            case FIXED -> slot.shape();
        };
    }

    /// The part of a slot's memory that a part sees. FIXED slots are read-only there: written from several parts they
    /// would be a race.
    Tensor part(StateSlot slot, Tensor memory, int part) {
        return switch (slot.extent()) {
            case LIKE -> part(memory, part);
            case ROW -> scope == Scope.TENSOR ? memory : memory.slice(first(part), count(part));
            case BLOCK -> {
                long block = slot.shape().dim(0);
                if (first(part) % block != 0) {
                    throw new FletchingException(
                            Kind.PROVIDER,
                            "slot-block",
                            "The slot '" + slot.name() + "' has blocks of " + block + ", but a part starts at element "
                                    + first(part) + "; expected a multiple of the block.");
                }
                yield memory.slice(first(part) / block, Math.ceilDiv(count(part), block));
            }
            case CHUNK ->
                memory.slice(part * memory.shape().dim(1), memory.shape().dim(1));
            case FIXED -> memory.readOnly();
        };
    }

    /// What a combining pass sees of a slot's memory.
    Tensor combining(StateSlot slot, Tensor memory) {
        return switch (slot.extent()) {
            case LIKE, BLOCK -> combining(memory);
            case ROW, CHUNK, FIXED -> memory;
        };
    }
}
