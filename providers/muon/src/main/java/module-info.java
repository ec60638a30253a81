import io.fletching.provider.muon.Muon;
import io.fletching.spi.Optimizer;
import org.jspecify.annotations.NullMarked;

/// The optimizer `muon`.
@NullMarked
module io.fletching.provider.muon {
    requires io.fletching.kernels;
    requires io.fletching.spi;
    requires static org.jspecify;

    provides Optimizer with
            Muon;
}
