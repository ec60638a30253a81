import io.fletching.provider.sparse.Sparse;
import io.fletching.spi.Initializer;
import org.jspecify.annotations.NullMarked;

/// The initializer `sparse`.
@NullMarked
module io.fletching.provider.sparse {
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Initializer with
            Sparse;
}
