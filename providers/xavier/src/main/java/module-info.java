import io.fletching.provider.xavier.Xavier;
import io.fletching.spi.Initializer;
import org.jspecify.annotations.NullMarked;

/// The initializer `xavier`.
@NullMarked
module io.fletching.provider.xavier {
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Initializer with
            Xavier;
}
