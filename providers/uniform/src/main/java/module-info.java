import io.fletching.provider.uniform.Uniform;
import io.fletching.spi.Initializer;
import org.jspecify.annotations.NullMarked;

/// The initializer `uniform`.
@NullMarked
module io.fletching.provider.uniform {
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Initializer with
            Uniform;
}
