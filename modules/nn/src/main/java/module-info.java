import org.jspecify.annotations.NullMarked;

/// Networks that train: layers with exact backward passes, residual connections, losses, models and the training loop.
@NullMarked
module io.fletching.nn {
    requires static org.jspecify;
    requires transitive io.fletching.spi;
    requires transitive io.fletching.arrow;
    requires transitive io.fletching.runtime;
    requires transitive io.fletching.linalg;
    requires transitive io.fletching.kernels;

    exports io.fletching.nn;
}
