import io.fletching.provider.constant.Constant;
import io.fletching.provider.constant.Ones;
import io.fletching.provider.constant.Zeros;
import io.fletching.spi.Initializer;
import org.jspecify.annotations.NullMarked;

/// The initializers `constant`, `ones` and `zeros`: one value everywhere.
@NullMarked
module io.fletching.provider.constant {
    requires io.fletching.kernels;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Initializer with
            Constant,
            Ones,
            Zeros;
}
