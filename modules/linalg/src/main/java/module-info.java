import org.jspecify.annotations.NullMarked;

/// Matrix products on off-heap memory: a portable one in a fixed order, and OpenBLAS through `java.lang.foreign`.
@NullMarked
module io.fletching.linalg {
    requires io.fletching.kernels;
    requires static jdk.incubator.vector;
    requires static org.jspecify;

    exports io.fletching.linalg;
}
