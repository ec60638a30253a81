package io.fletching.tck;

import io.fletching.spi.Provider;
import io.fletching.spi.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What every provider keeps, of whatever kind. A provider's author extends the contract of its kind in a test,
/// and each rule is a test of its own, under its id.
@SuppressWarnings("exports") // whoever extends it has JUnit
public abstract sealed class ProviderContract<P extends Provider>
        permits InitializerContract, NormalizerContract, OptimizerContract, ClipperContract {
    /// For the test that extends it.
    ProviderContract() {}

    /// The provider under test: a new instance each time.
    protected abstract P provider();

    /// Options to test with, as texts, beside the kit's own: the defaults, each flag and choice, and numbers near the
    /// defaults. Name here what changes the code's way in a combination.
    protected List<Map<String, String>> variants() {
        return List.of();
    }

    /// Shapes to test with beside the kit's own: of parameters, or of a normalizer's samples.
    protected List<Shape> shapes() {
        return List.of();
    }

    /// The optional rules that the provider promises to keep, such as `ALL-04`.
    protected Set<String> promises() {
        return Set.of();
    }

    Conformance conformance() {
        return Conformance.of(this::provider)
                .variants(variants())
                .shapes(shapes())
                .promises(promises());
    }

    /// The rules, each a test; what has nothing to say about the provider is skipped with its reason.
    @TestFactory
    public final Stream<DynamicTest> keeps() {
        var conformance = conformance();
        return conformance.rules().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.toString(), () -> report(conformance.examine(rule))));
    }

    private static void report(Finding finding) {
        switch (finding.outcome()) {
            case KEPT -> {}
            case BROKEN ->
                throw new AssertionError(finding.toString(), finding.cause().orElse(null));
            case MISSED, SKIPPED -> Assumptions.abort(finding.toString());
        }
    }
}
