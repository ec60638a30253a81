import org.jspecify.annotations.NullMarked;

/// The contract between Fletching and its providers: initializers, normalizers, optimizers and clippers.
///
/// It needs `java.base` alone. Three words carry it: a provider declares *slots* (its state), a *scope* (how its work
/// may be cut) and *passes* (sweeps over the parts with a barrier before the next); the runtime allocates, cuts, runs
/// and saves.
@NullMarked
module io.fletching.spi {
    requires static org.jspecify;

    exports io.fletching.spi;
}
