package io.fletching.kernels;

import io.fletching.kernels.internal.Active;

/// Loops over native memory for one element type: the whole of what a provider or a layer computes with.
///
/// An operand is a `MemorySegment` and the index of its first *element*, at any alignment: `(x, xAt)`. Memory is
/// little-endian and native; a heap or mapped segment works, but passed once it slows every kernel of the JVM down.
/// An access outside a segment throws `IndexOutOfBoundsException`. No kernel allocates, waits or keeps a reference.
///
/// **Results are the same bits** for the scalar twin and for every width of the Vector API twin (the payload of a
/// NaN excepted). Elementwise results do not depend on how a range is cut; reductions follow a tree that depends on
/// the count alone.
public interface Kernels extends Reductions, Elementwise, RowKernels, ColumnKernels, RandomKernels {

    /// The float32 kernels of this JVM, as [KernelChoice] chose them.
    ///
    /// @throws IllegalStateException if the choice that the user asked for cannot be met
    static Kernels f32() {
        KernelChoice.vector();
        return Active.F32;
    }

    /// The float64 kernels: scalar, always there, for gradient checks and references.
    static Kernels f64() {
        return Active.F64;
    }

    /// The kernels for elements of `bytes` bytes: 4 for float32, 8 for float64.
    static Kernels ofBytes(int bytes) {
        return switch (bytes) {
            case 4 -> f32();
            case 8 -> f64();
            default ->
                throw new IllegalArgumentException(
                        "There are no kernels for elements of '" + bytes + "' bytes; expected 4 (F32) or 8 (F64).");
        };
    }

    /// `scalar`, `vector-128`, `vector-256` or `vector-512`.
    String name();

    /// The size of an element: 4 or 8.
    int bytes();
}
