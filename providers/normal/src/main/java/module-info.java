import io.fletching.provider.normal.Normal;
import io.fletching.provider.normal.TruncatedNormal;
import io.fletching.spi.Initializer;
import org.jspecify.annotations.NullMarked;

/// The initializers `normal` and `truncated-normal`.
@NullMarked
module io.fletching.provider.normal {
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Initializer with
            Normal,
            TruncatedNormal;
}
