import org.jspecify.annotations.NullMarked;

/// Apache Arrow memory seen as tensors, and tensors as Arrow data; nothing is copied. And Arrow's files, read and
/// written. The one module that names an Arrow class.
///
/// Arrow finds its memory implementation at run time and this module forces none: an application has
/// `arrow-memory-unsafe` or `arrow-memory-netty` beside it. The JVM needs `--enable-native-access=io.fletching.arrow`
/// and `--sun-misc-unsafe-memory-access=allow`.
@NullMarked
module io.fletching.arrow {
    requires static org.jspecify;
    requires transitive io.fletching.spi;
    requires transitive org.apache.arrow.memory.core;
    requires transitive org.apache.arrow.vector;
    requires com.fasterxml.jackson.databind;
    requires flatbuffers.java;
    requires org.apache.arrow.format;
    requires static com.github.luben.zstd_jni;
    requires static org.lz4.java;

    exports io.fletching.arrow;
}
