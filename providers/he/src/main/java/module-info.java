import io.fletching.provider.he.He;
import io.fletching.spi.Initializer;
import org.jspecify.annotations.NullMarked;

/// The initializer `he`.
@NullMarked
module io.fletching.provider.he {
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Initializer with
            He;
}
