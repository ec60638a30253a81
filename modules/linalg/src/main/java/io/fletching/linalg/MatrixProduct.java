package io.fletching.linalg;

import io.fletching.kernels.KernelChoice;
import java.lang.foreign.MemorySegment;

/// Products of row-major matrices in off-heap memory, `C[m, n] = op(A)[m, k] · op(B)[k, n]`, where `op` is the
/// identity or the transposition.
///
/// A product runs on the calling thread alone and starts none, and it allocates nothing on the heap once its code
/// is compiled. One instance may be called from any number of threads at once, as long as no two of them write the
/// same part of a result. A caller that wants more threads cuts C into blocks and calls once for each.
///
/// **Which bits.** In the portable products each element of C is `fma(a[k-1], b[k-1], … fma(a[0], b[0], c))`: a sum
/// over k in order, from zero or, when accumulating, from C. So its bits depend on the operands alone: not on how C
/// was cut, not on the thread, the vector unit or the processor. OpenBLAS gives the same bits for the same call on
/// one model of processor, but a block's bits may depend on its size, so a caller cuts C as a function of the whole
/// shape alone.
public interface MatrixProduct {
    /// The name by which [#of] finds this product, `portable` or `openblas`; in float64 `-f64` stands behind it.
    String name();

    /// What runs, for people to read: the name, and the instruction set or the library behind it.
    String description();

    /// `C = op(A) · op(B)`, or `C = C + op(A) · op(B)` when accumulating.
    ///
    /// Positions (`aAt`, `bAt`, `cAt`) and leading dimensions (`lda`, `ldb`, `ldc`: the distance from one row to
    /// the next) are counted in elements. A is stored as `[m, k]`, or as `[k, m]` when transposed; B as `[k, n]`,
    /// or as `[n, k]` when transposed. Any sizes do, 0 and 1 among them, at any alignment: with `k = 0` the product
    /// is zero, with `m = 0` or `n = 0` nothing is written. C must not overlap A or B. Everything is checked before
    /// the first element is written.
    ///
    /// @throws IllegalArgumentException if a size is negative, a leading dimension is less than the length of a
    ///     row, a segment is on the heap, mapped from a file, or (C) read-only
    /// @throws IndexOutOfBoundsException if an operand does not lie within its segment
    void multiply(
            boolean transposeA,
            boolean transposeB,
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
            long ldc,
            boolean accumulate);

    /// The product of float64 matrices by the same means, with what is said here of its order, its bits and its
    /// threads; itself where it is that.
    MatrixProduct inFloat64();

    /// The float32 product that has the same bits on every processor, by the Vector API where [KernelChoice] says so.
    static MatrixProduct portable() {
        return KernelChoice.choose(PortableProduct::scalar, PortableProduct::vector);
    }

    /// The float64 product that has the same bits on every processor: the portable one, [#inFloat64()].
    static MatrixProduct portableF64() {
        return KernelChoice.choose(PortableProduct::scalarF64, PortableProduct::vectorF64);
    }

    /// The float32 product by OpenBLAS, from the artifact `org.bytedeco:openblas` with the classifier
    /// `linux-x86_64`.
    ///
    /// Where op(B) is B itself and has at most 256 KiB (65,536 elements), the [portable product][#portable()] runs
    /// instead: it is as fast there, and has the same bits everywhere. The height of C plays no part in this, so
    /// cutting C by rows changes nothing in it.
    ///
    /// OpenBLAS is set to one thread a call when it is loaded, for the whole process. It takes sizes and leading
    /// dimensions of up to 2,147,483,647.
    ///
    /// @throws IllegalStateException if OpenBLAS cannot be loaded
    static MatrixProduct openBlas() {
        OpenBlasLibrary.loaded();
        return new OpenBlasProduct(Float.BYTES, portable());
    }

    /// [OpenBLAS][#openBlas()] where it can be loaded, otherwise the [portable product][#portable()].
    static MatrixProduct fastest() {
        return OpenBlasLibrary.available() ? openBlas() : portable();
    }

    /// The float32 product of a name: `fastest`, `openblas` or `portable`.
    ///
    /// @throws IllegalArgumentException if there is none of that name
    /// @throws IllegalStateException if it cannot be loaded
    static MatrixProduct of(String name) {
        return switch (name) {
            case "fastest" -> fastest();
            case "openblas" -> openBlas();
            case "portable" -> portable();
            default ->
                throw new IllegalArgumentException("There is no matrix product named '" + name
                        + "'; there are 'fastest', 'openblas' and 'portable'.");
        };
    }
}
