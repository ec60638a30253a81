import org.jspecify.annotations.NullMarked;

/// What the rules of optimizers have in common: an elementwise optimizer is its formula, and the rest is here.
@NullMarked
module io.fletching.rules {
    requires transitive io.fletching.kernels;
    requires transitive io.fletching.spi;
    requires static org.jspecify;

    exports io.fletching.rules;
}
