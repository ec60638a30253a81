import org.jspecify.annotations.NullMarked;

/// Examples for training from tables (CSV) and images (IDX), and generated sets that need no file.
@NullMarked
module io.fletching.data {
    requires static org.jspecify;
    requires transitive io.fletching.arrow;
    requires transitive io.fletching.spi;
    requires de.siegmar.fastcsv;

    exports io.fletching.data;
}
