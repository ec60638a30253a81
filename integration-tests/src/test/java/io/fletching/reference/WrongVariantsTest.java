package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.kernels.Activation;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import io.fletching.spi.Clipper;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Variants that other libraries have and that differ by a detail: the check that passes ours must fail them.
@Tag("reference")
class WrongVariantsTest {
    private static final Catalog CATALOG = Catalog.load();

    @Test
    void anEpsilonBesideTheUncorrectedRootFails() {
        var ours = CATALOG.optimizer("adamw");
        assertFails("adamw", Updates.optimizer(ours.with("eps-place", "before-correction")));
    }

    /// PyTorch rounds to bfloat16 within the iteration, and that shows.
    @Test
    void aMuonThatDoesNotRoundFails() {
        assertFails("muon-torch", Layerwise.muon(CATALOG.optimizer("muon").with("precision", "float32")));
    }

    @Test
    void aClipOfOneSideFails() {
        assertFails("clip_norm", Updates.clipping(Technique.of(new OneSidedClipping()), Operations.NORM));
    }

    @Test
    void aValueClippedOnOneSideFails() {
        var theirs = Technique.<Clipper>of(new OneSidedValue());
        assertFails("clip_value", Updates.clipping(theirs, Map.of("max-value", "clip_value")));
    }

    @Test
    void anEpsilonInTheExactNormFails() {
        var ours = CATALOG.clipper("norm-clipping").with("eps", "1e-4");
        assertFails("clip_global_norm_exact", Updates.clipping(ours, Map.of("max-norm", "max_norm")));
    }

    @Test
    void theNormOfAllForThatOfEachFails() {
        var ours = CATALOG.clipper("norm-clipping");
        assertFails("clip_norm_per_tensor", Updates.clipping(ours, Map.of("max-norm", "max_norm")));
    }

    @Test
    void aRunningVarianceDividedByNFails() {
        var ours = CATALOG.normalizer("batchnorm").provider();
        assertFails("batch_norm", Normalization.batchNorm(Technique.of(new BiasedBatchNorm(ours))));
    }

    @Test
    void anotherFunctionFails() {
        assertFails("gelu", Layers.activation(Activation.GELU_TANH));
    }

    @Test
    void aTrainingWithAClipOfOneSideFails() {
        var layerNorm = CATALOG.normalizer("layernorm");
        var oneSided = Technique.<Clipper>of(new OneSidedClipping());
        assertFails("trajectory", new Trajectory(layerNorm, oneSided, CATALOG.optimizer("adamw")));
    }

    /// At least one case of the operation passes with ours and fails with the variant, and by a figure.
    private static void assertFails(String op, Operation wrong) {
        var cases =
                Cases.own().stream().filter(figures -> figures.op().equals(op)).toList();
        assertThat(cases).isNotEmpty();
        assertThat(cases).anySatisfy(figures -> {
            var ours = Operations.ALL.get(op);
            assertThat(failure(ours, figures)).isEmpty();
            assertThat(failure(wrong, figures)).contains("; expected");
        });
    }

    private static String failure(Operation operation, Case figures) {
        try {
            operation.check(figures, new Outputs(figures));
            return "";
        } catch (AssertionError e) {
            return String.valueOf(e.getMessage());
        }
    }
}
