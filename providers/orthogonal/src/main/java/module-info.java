import io.fletching.provider.orthogonal.Orthogonal;
import io.fletching.spi.Initializer;
import org.jspecify.annotations.NullMarked;

/// The initializer `orthogonal`.
@NullMarked
module io.fletching.provider.orthogonal {
    requires io.fletching.kernels;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Initializer with
            Orthogonal;
}
