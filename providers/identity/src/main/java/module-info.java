import io.fletching.provider.identity.Dirac;
import io.fletching.provider.identity.Identity;
import io.fletching.spi.Initializer;
import org.jspecify.annotations.NullMarked;

/// The initializers `identity` and `dirac`, which is that of convolutions.
@NullMarked
module io.fletching.provider.identity {
    requires io.fletching.kernels;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Initializer with
            Dirac,
            Identity;
}
