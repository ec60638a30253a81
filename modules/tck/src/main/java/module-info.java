/// The conformance kit that a provider's author runs: a contract for each kind of provider, and trials, small hosts
/// with
/// one thread, for tests of a formula.
@org.jspecify.annotations.NullMarked
module io.fletching.tck {
    requires io.fletching.kernels;
    requires static org.jspecify;
    requires transitive io.fletching.spi;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;

    exports io.fletching.tck;
}
