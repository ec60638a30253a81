import org.jspecify.annotations.NullMarked;

/// Examples for training from tables (CSV, Arrow, Parquet) and images (IDX), and generated sets that need no file.
@NullMarked
module io.fletching.data {
    requires static org.jspecify;
    requires transitive io.fletching.arrow;
    requires transitive io.fletching.spi;
    requires de.siegmar.fastcsv;
    requires dev.hardwood.core;
    requires static com.github.luben.zstd_jni;
    requires static org.lz4.java;
    requires static snappy.java;

    exports io.fletching.data;
}
