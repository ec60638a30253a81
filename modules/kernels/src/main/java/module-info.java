/// Loops over off-heap memory: reductions, elementwise arithmetic, activations, row and column primitives and
/// counter-based random numbers, each with a scalar twin and a Vector API twin that give the same bits.
@org.jspecify.annotations.NullMarked
module io.fletching.kernels {
    requires static jdk.incubator.vector;
    requires static org.jspecify;

    exports io.fletching.kernels;
}
